package io.spillway.local.batch;

import java.util.List;
import java.util.Optional;

/**
 * What a job definition says of the surroundings of a container. A runtime that has no containers
 * leaves it out.
 *
 * @param user {@code user} or {@code uid:gid}, if it isn't to be the image's own
 * @param readOnlyRoot whether it may write to its volumes only
 * @param init whether a process of the engine is its first one, which passes on signals
 */
public record Surroundings(
        Optional<String> user, boolean readOnlyRoot, boolean init, List<Mount> mounts) {

    /** Of a definition that says nothing of them. */
    public static final Surroundings PLAIN =
            new Surroundings(Optional.empty(), false, false, List.of());

    public Surroundings {
        mounts = List.copyOf(mounts);
    }
}

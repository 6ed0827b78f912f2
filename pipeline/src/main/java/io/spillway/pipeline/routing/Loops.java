package io.spillway.pipeline.routing;

import io.spillway.pipeline.store.ObjectVersion;
import java.util.List;
import java.util.Optional;

/**
 * Keeps objects from going in circles, whatever buckets and definitions are made to point where.
 * Pure.
 *
 * <p>A definition's phases never lead back to themselves. That isn't enough: outputs may land in a
 * bucket that is also dropped into, two pipelines may feed each other, and a definition may change
 * while objects are under way. So every output carries the phases that it has passed.
 */
public final class Loops {

    /**
     * Most phases that an object may pass, over all pipelines. A definition's own chains are at
     * most 12 long.
     */
    public static final int MOST_PHASES = 16;

    private Loops() {}

    /**
     * The route of an object that must not enter a phase; empty where it may.
     *
     * @param phase as {@code pipeline/phase}
     * @param passed the phases that the object was made by, oldest first, each as {@code
     *     pipeline/phase}
     * @param hops phases between the upload and this one; as many as were passed, or more where
     *     their names are not known
     */
    public static Optional<Route> refusal(
            ObjectVersion object, String phase, List<String> passed, int hops) {
        if (passed.contains(phase)) {
            return Optional.of(
                    new Route.Rejected(
                            "%s was made by phase %s (%s), so entering it again would go in circles. Let outputs go to a bucket that nothing is dropped into; to run it again on purpose, upload it without its spillway-passed metadata."
                                    .formatted(object.location(), phase, path(passed))));
        }
        if (hops >= MOST_PHASES) {
            return Optional.of(
                    new Route.Rejected(
                            "%s has passed %d phases (%s), and %d are the most. Look for pipelines that feed each other; to go on on purpose, upload it without its spillway-passed metadata."
                                    .formatted(
                                            object.location(), hops, path(passed), MOST_PHASES)));
        }
        return Optional.empty();
    }

    private static String path(List<String> passed) {
        return String.join(" → ", passed);
    }
}

package io.spillway.local.run;

import java.util.Map;

/** In what the jobs of a run have their hosts. */
public sealed interface JobHosting {

    /** Processes of this machine's Java. */
    record Processes() implements JobHosting {}

    /**
     * Containers of the machine's container engine.
     *
     * @param images of phases, by name; {@code default} for those that aren't named
     */
    record Containers(Map<String, String> images) implements JobHosting {
        public Containers {
            images = Map.copyOf(images);
        }
    }
}

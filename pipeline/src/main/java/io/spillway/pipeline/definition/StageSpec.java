package io.spillway.pipeline.definition;

import java.util.Map;

/** The stage of a phase, as its definition names it. */
public sealed interface StageSpec {

    /** A Java stage of the catalogue, with the settings given. */
    record Named(String name, Map<String, String> settings) implements StageSpec {
        public Named {
            settings = Map.copyOf(settings);
        }
    }

    /** A program that nobody may touch, run as a process. Runs in Batch only. */
    record Legacy(LegacyContract contract) implements StageSpec {}
}

package io.spillway.pipeline.definition;

import java.util.Map;
import java.util.Optional;

/** The stage of a phase, as its definition names it. */
public sealed interface StageSpec {

    /** Its name in the catalogue; empty for a program that is wrapped. */
    Optional<String> inCatalogue();

    /** A Java stage of the catalogue, with the settings given. */
    record Named(String name, Map<String, String> settings) implements StageSpec {
        public Named {
            settings = Map.copyOf(settings);
        }

        @Override
        public Optional<String> inCatalogue() {
            return Optional.of(name);
        }
    }

    /** A program that nobody may touch, run as a process. Runs in Batch only. */
    record Legacy(LegacyContract contract) implements StageSpec {
        @Override
        public Optional<String> inCatalogue() {
            return Optional.empty();
        }
    }
}

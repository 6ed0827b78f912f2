package io.spillway.local.bench;

import java.util.List;
import java.util.Optional;

/** Whose code it is that a moment of processor time is spent in. */
enum Owner {
    SPILLWAY("Spillway"),
    STAND_INS("stand-ins for AWS"),
    SDK("AWS SDK"),
    BENCHMARK("this benchmark"),
    OTHER("JDK and others");

    /** Used by both Spillway and the stand-ins; their time is their caller's. */
    private static final String SHARED = "io.spillway.pipeline.json.";

    private final String words;

    Owner(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /**
     * The owner of a stack: of its topmost frame that anybody here owns, so that a library's time
     * counts for whoever called it.
     *
     * @param classes of its frames, the running one first
     */
    static Owner of(List<String> classes) {
        return classes.stream().flatMap(name -> ofClass(name).stream()).findFirst().orElse(OTHER);
    }

    static Optional<Owner> ofClass(String name) {
        if (name.startsWith(SHARED)) {
            return Optional.empty();
        }
        if (name.startsWith("io.spillway.local.bench.")) {
            return Optional.of(BENCHMARK);
        }
        if (name.startsWith("io.spillway.local.") || name.startsWith("sun.net.httpserver.")) {
            return Optional.of(STAND_INS);
        }
        if (name.startsWith("io.spillway.")) {
            return Optional.of(SPILLWAY);
        }
        return name.startsWith("software.amazon.") ? Optional.of(SDK) : Optional.empty();
    }
}

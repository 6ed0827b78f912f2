package io.spillway.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gathers what is wrong with a function's environment, to tell all of it at once. */
public final class MissingSettings {

    private final String function;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    /**
     * @param function as it is called in the message
     */
    public MissingSettings(String function, Map<String, String> environment) {
        this.function = function;
        this.environment = environment;
    }

    /** The variable's value; an empty text, and a problem, where there is none. */
    public String require(String variable) {
        var value = environment.getOrDefault(variable, "");
        if (value.isBlank()) {
            problems.add(variable + " is not set");
        }
        return value;
    }

    public void add(String problem) {
        problems.add(problem);
    }

    /**
     * @throws IllegalStateException naming all problems, if there are any
     */
    public void demandNone() {
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "Cannot start the %s: %s. Set them in the function's environment."
                            .formatted(function, String.join("; ", problems)));
        }
    }
}

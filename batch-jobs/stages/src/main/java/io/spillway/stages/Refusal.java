package io.spillway.stages;

import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.StageFailure.BadInput;

/** The form of the built-in stages' messages on bad input. */
final class Refusal {

    private Refusal() {}

    /**
     * @param verb what the stage does: {@code unpack}
     * @param why with the numbers and what to do, ending with a full stop
     */
    static BadInput of(String verb, Input input, String why) {
        return new BadInput("Cannot %s %s: %s".formatted(verb, input.object().location(), why));
    }

    static BadInput of(String verb, Input input, String why, Throwable cause) {
        return new BadInput(
                "Cannot %s %s: %s".formatted(verb, input.object().location(), why), cause);
    }
}

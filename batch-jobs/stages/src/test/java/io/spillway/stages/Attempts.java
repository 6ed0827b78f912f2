package io.spillway.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.pipeline.stage.StageFailure.BadInput;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.stage.TestWork;
import java.util.HashMap;

/** Runs stages in tests. */
final class Attempts {

    private Attempts() {}

    /** Runs a stage with these settings, names and values in turn, and returns the attempt. */
    static TestWork run(StageType type, TestWork work, String... settings) throws Exception {
        var given = new HashMap<String, String>();
        for (var i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        type.create(StageSettings.of(type, given)).run(work);
        return work;
    }

    /** The message with which a stage refuses the input. */
    static String refusal(StageType type, TestWork work, String... settings) {
        var failure = catchThrowable(() -> run(type, work, settings));
        assertThat(failure).isInstanceOf(BadInput.class);
        return failure.getMessage();
    }
}

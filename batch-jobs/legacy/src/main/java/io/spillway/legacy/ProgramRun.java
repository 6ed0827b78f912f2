package io.spillway.legacy;

import io.spillway.pipeline.definition.LogRule;
import io.spillway.pipeline.store.ObjectLocation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One run of a program, up to its end.
 *
 * @param program as the definition names it
 * @param said the first rule of the definition that a line fitted
 * @param lastLines of its error output, harmless, oldest first
 */
record ProgramRun(
        String program,
        ObjectLocation object,
        RunEnd end,
        Duration elapsed,
        Optional<LogRule> said,
        List<String> lastLines) {

    ProgramRun {
        lastLines = List.copyOf(lastLines);
    }

    ProgramRun endedBy(RunEnd other) {
        return new ProgramRun(program, object, other, elapsed, said, lastLines);
    }

    /** {@code settle on s3://bucket/key}, harmless. */
    String subject() {
        return HarmlessText.of(program + " on " + object);
    }

    /** The last lines as a sentence that ends a message. */
    String evidence() {
        if (lastLines.isEmpty()) {
            return "It wrote nothing to its error output.";
        }
        return "Last lines of its error output:\n  " + String.join("\n  ", lastLines);
    }
}

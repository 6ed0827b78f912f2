package io.spillway.legacy;

import io.spillway.pipeline.store.ObjectLocation;
import java.time.Duration;
import java.util.List;

/**
 * One run of a program, up to its end.
 *
 * @param program as the definition names it
 * @param status its exit status; 128 + N where signal N killed it, {@link #STOPPED} where we did
 * @param lastLines of its error output, harmless, oldest first
 */
record ProgramRun(
        String program,
        ObjectLocation object,
        int status,
        Duration elapsed,
        List<String> lastLines) {

    /** In place of an exit status, which says nothing of a program that was stopped. */
    static final int STOPPED = -1;

    ProgramRun {
        lastLines = List.copyOf(lastLines);
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

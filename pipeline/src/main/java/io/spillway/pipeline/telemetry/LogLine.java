package io.spillway.pipeline.telemetry;

import java.lang.System.Logger.Level;
import java.time.Instant;

/** A log record as one line of JSON, of at most some 200 KB whatever is logged. */
final class LogLine {

    private static final int LONGEST_MESSAGE = 8_192;
    private static final int LONGEST_FIELD = 1_536;
    private static final int LONGEST_STACK = 16_384;
    private static final int MOST_CAUSES = 5;
    private static final int MOST_FRAMES = 64;

    private LogLine() {}

    static String of(
            Instant time,
            Level level,
            String logger,
            String message,
            Throwable thrown,
            LogContext context) {
        var line =
                new JsonText()
                        .put("time", time.toString(), LONGEST_FIELD)
                        .put("level", word(level), LONGEST_FIELD)
                        .put("logger", logger, LONGEST_FIELD)
                        .put("message", message, LONGEST_MESSAGE);
        context.fields().forEach((field, value) -> line.put(field.word(), value, LONGEST_FIELD));
        if (thrown != null) {
            line.put("exception", thrown.getClass().getName(), LONGEST_FIELD)
                    .put("exceptionMessage", String.valueOf(thrown.getMessage()), LONGEST_MESSAGE)
                    .put("stack", stack(thrown), LONGEST_STACK);
        }
        return line.end();
    }

    /** As Lambda spells levels. */
    private static String word(Level level) {
        return level == Level.WARNING ? "WARN" : level.getName();
    }

    private static String stack(Throwable thrown) {
        var text = new StringBuilder();
        var cause = thrown;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "Caused by: ").append(cause.getClass().getName());
            text.append(": ").append(clipped(cause.getMessage())).append('\n');
            var frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
                text.append("\tat ").append(frames[i]).append('\n');
            }
            if (frames.length > MOST_FRAMES) {
                text.append("\t… ").append(frames.length - MOST_FRAMES).append(" more\n");
            }
            cause = cause.getCause();
        }
        return text.toString();
    }

    /** The whole message stands beside the stack; here it must not push the frames out. */
    private static String clipped(String message) {
        return message != null && message.length() > LONGEST_FIELD
                ? message.substring(0, LONGEST_FIELD) + "…"
                : message;
    }
}

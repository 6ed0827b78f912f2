package io.spillway.pipeline.telemetry;

import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Map;

/**
 * What the environment says of logging.
 *
 * @param threshold the least that is logged
 * @param toStandardOutput whether lines go to standard output where no context says otherwise: in
 *     the function and in jobs, whose logs AWS takes from there
 */
record LogSettings(Level threshold, boolean toStandardOutput) {

    /**
     * {@code SPILLWAY_LOG_LEVEL} before {@code AWS_LAMBDA_LOG_LEVEL}, which Lambda sets; INFO where
     * neither is set to a level.
     */
    static LogSettings of(Map<String, String> environment) {
        var word =
                environment.getOrDefault(
                        "SPILLWAY_LOG_LEVEL", environment.getOrDefault("AWS_LAMBDA_LOG_LEVEL", ""));
        return new LogSettings(
                level(word),
                environment.containsKey("AWS_LAMBDA_RUNTIME_API")
                        || environment.containsKey("AWS_BATCH_JOB_ID"));
    }

    private static Level level(String word) {
        return switch (word.strip().toUpperCase(Locale.ROOT)) {
            case "ALL", "TRACE" -> Level.TRACE;
            case "DEBUG" -> Level.DEBUG;
            case "WARN", "WARNING" -> Level.WARNING;
            case "ERROR", "FATAL" -> Level.ERROR;
            case "OFF" -> Level.OFF;
            default -> Level.INFO;
        };
    }
}

package io.spillway.pipeline.telemetry;

import java.lang.System.Logger.Level;
import java.util.logging.Logger;

/**
 * The Java platform's own logging, for processes that are neither function nor job. A class of its
 * own, so that those never load it.
 */
final class PlatformLog {

    private PlatformLog() {}

    static boolean isLoggable(String name, Level level) {
        return Logger.getLogger(name).isLoggable(of(level));
    }

    static void log(String name, Level level, String message, Throwable thrown) {
        // Says where it comes from, which the platform would else look for in the stack and find
        // here.
        Logger.getLogger(name).logp(of(level), name, null, message, thrown);
    }

    private static java.util.logging.Level of(Level level) {
        return switch (level) {
            case ALL -> java.util.logging.Level.ALL;
            case TRACE -> java.util.logging.Level.FINER;
            case DEBUG -> java.util.logging.Level.FINE;
            case INFO -> java.util.logging.Level.INFO;
            case WARNING -> java.util.logging.Level.WARNING;
            case ERROR -> java.util.logging.Level.SEVERE;
            case OFF -> java.util.logging.Level.OFF;
        };
    }
}

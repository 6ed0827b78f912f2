package io.spillway.pipeline.telemetry;

import java.time.Clock;
import java.util.ResourceBundle;
import java.util.function.Consumer;

/**
 * Writes a line of JSON where lines of the current context go; else where the process's lines go;
 * and where neither is set, leaves the record to the platform's own logging.
 */
final class LineLogger implements System.Logger {

    private final String name;
    private final LogSettings settings;
    private final Clock clock;

    LineLogger(String name, LogSettings settings, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return lines() == null ? PlatformLog.isLoggable(name, level) : isWanted(level);
    }

    private boolean isWanted(Level level) {
        return level != Level.OFF && level.getSeverity() >= settings.threshold().getSeverity();
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
        write(level, localized(bundle, message), thrown);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... values) {
        if (isLoggable(level)) {
            write(level, filled(localized(bundle, format), values), null);
        }
    }

    private void write(Level level, String message, Throwable thrown) {
        var lines = lines();
        if (lines == null) {
            PlatformLog.log(name, level, message, thrown);
        } else if (isWanted(level)) {
            lines.accept(
                    LogLine.of(
                            clock.instant(), level, name, message, thrown, LogContext.current()));
        }
    }

    private Consumer<String> lines() {
        return LogContext.current()
                .lines()
                .orElse(settings.toStandardOutput() ? StandardOutput::writeLine : null);
    }

    private static String localized(ResourceBundle bundle, String message) {
        return bundle != null && message != null && bundle.containsKey(message)
                ? bundle.getString(message)
                : String.valueOf(message);
    }

    /**
     * Puts values in place of {@code {0}}, {@code {1}} …, as {@link java.text.MessageFormat} does,
     * of which neither the styles nor its 100 classes are needed.
     */
    static String filled(String format, Object... values) {
        if (values == null || values.length == 0) {
            return format;
        }
        var text = new StringBuilder(format.length() + 64);
        for (int i = 0; i < format.length(); i++) {
            var c = format.charAt(i);
            var close = c == '{' ? format.indexOf('}', i) : -1;
            var index = close < 0 ? -1 : index(format.substring(i + 1, close));
            if (index >= 0 && index < values.length) {
                text.append(values[index]);
                i = close;
            } else {
                text.append(c);
                i += c == '\'' && format.startsWith("''", i) ? 1 : 0;
            }
        }
        return text.toString();
    }

    private static int index(String digits) {
        return digits.length() == 1 && Character.isDigit(digits.charAt(0))
                ? digits.charAt(0) - '0'
                : -1;
    }
}

package io.spillway.pipeline.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90s}, {@code 2m}, {@code 1h 30m}, {@code 850 ms}. */
public final class Durations {

    private static final Pattern FORM =
            Pattern.compile(
                    "(?:(\\d{1,9}) ?d)? ?(?:(\\d{1,9}) ?h)? ?(?:(\\d{1,9}) ?m)? ?"
                            + "(?:(\\d{1,9}(?:\\.\\d{1,3})?) ?s)? ?(?:(\\d{1,9}) ?ms)?");

    private Durations() {}

    /**
     * Reads a duration: days, hours, minutes, seconds, milliseconds, in this order, each with its
     * unit. Empty if the text is none; a number without a unit is none.
     */
    public static Optional<Duration> tryParse(String text) {
        var stripped = text.strip();
        var form = FORM.matcher(stripped);
        if (stripped.isEmpty() || !form.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofDays(whole(form.group(1)))
                        .plusHours(whole(form.group(2)))
                        .plusMinutes(whole(form.group(3)))
                        .plusMillis(millis(form.group(4)))
                        .plusMillis(whole(form.group(5))));
    }

    /**
     * @throws IllegalArgumentException if the text is no duration
     */
    public static Duration parse(String text) {
        return tryParse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "\"%s\" is no duration: expected numbers with units, such as 1h 30m."
                                                .formatted(text)));
    }

    /**
     * For people: below a second in whole milliseconds, below a minute with one decimal at most,
     * beyond in whole seconds. What it rounds away apart, {@link #parse} reads the same duration
     * back. A negative one is shown with a minus sign.
     */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            return "-" + format(duration.negated());
        }
        var millis = duration.plusNanos(500_000).toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        return millis < 59_950 ? seconds(millis) : units(Math.round(millis / 1000.0));
    }

    private static String seconds(long millis) {
        var tenths = (millis + 50) / 100;
        return BigDecimal.valueOf(tenths, 1).stripTrailingZeros().toPlainString() + "s";
    }

    private static String units(long seconds) {
        var text = new StringJoiner(" ");
        addUnit(text, seconds / 86_400, "d");
        addUnit(text, seconds / 3_600 % 24, "h");
        addUnit(text, seconds / 60 % 60, "m");
        addUnit(text, seconds % 60, "s");
        return text.toString();
    }

    private static void addUnit(StringJoiner text, long number, String unit) {
        if (number > 0) {
            text.add(number + unit);
        }
    }

    private static long whole(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long millis(String seconds) {
        return seconds == null ? 0 : new BigDecimal(seconds).movePointRight(3).longValueExact();
    }
}

package io.spillway.pipeline.definition;

import io.spillway.pipeline.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

/**
 * Single values as a definition spells them. Each reads a node, or reports what is wrong with it
 * and answers empty.
 */
final class Scalars {

    static final String SIZE = "a size with a unit, such as 64 MiB";

    private static final int MOST_DIGITS = 18;

    private Scalars() {}

    static Optional<Integer> whole(Node node, int least, int most) {
        var number =
                number(node)
                        .filter(value -> value.compareTo(BigDecimal.valueOf(least)) >= 0)
                        .filter(value -> value.compareTo(BigDecimal.valueOf(most)) <= 0)
                        .map(BigDecimal::stripTrailingZeros)
                        .filter(value -> value.scale() <= 0);
        if (number.isEmpty()) {
            node.mistake("a whole number, %d to %d".formatted(least, most));
        }
        return number.map(BigDecimal::intValueExact);
    }

    /** The value whose name is this word; hyphens stand where the name has underscores. */
    static <E extends Enum<E>> Optional<E> wordOf(Node node, E[] values) {
        var words = new LinkedHashMap<String, E>();
        for (var value : values) {
            words.put(value.name().toLowerCase(Locale.ROOT).replace('_', '-'), value);
        }
        return node.word(words.keySet()).map(words::get);
    }

    /** A whole number as it is written out, of 18 digits at most. */
    static Optional<String> wholeText(Node node) {
        var number = number(node).filter(Scalars::isWhole);
        if (number.isEmpty()) {
            node.mistake("a whole number");
        }
        return number.map(Scalars::writtenOut);
    }

    /** A size with a unit, as it is written. */
    static Optional<String> sizeText(Node node) {
        var size = trySize(node);
        if (size.isEmpty()) {
            node.mistake(SIZE);
        }
        return size.flatMap(_ -> textOf(node));
    }

    /** A size with a unit. */
    static Optional<ByteSize> size(Node node, ByteSize least, Optional<ByteSize> most) {
        var size = trySize(node);
        if (size.isEmpty()
                || size.get().bytes() < least.bytes()
                || most.isPresent() && size.get().bytes() > most.get().bytes()) {
            node.mistake(
                    most.map(limit -> "a size with a unit, %s to %s".formatted(least, limit))
                            .orElse(SIZE + ", " + least + " or more"));
            return Optional.empty();
        }
        return size;
    }

    /** A size with a unit; nothing is reported. */
    static Optional<ByteSize> trySize(Node node) {
        return textOf(node).filter(Scalars::endsInUnit).flatMap(ByteSize::tryParse);
    }

    /** A duration of whole seconds, with units. */
    static Optional<Duration> duration(Node node, Duration least, Duration most) {
        var duration = textOf(node).filter(Scalars::hasWholeSeconds).flatMap(Durations::tryParse);
        if (duration.isEmpty()
                || duration.get().compareTo(least) < 0
                || duration.get().compareTo(most) > 0) {
            node.mistake(
                    "a duration of whole seconds with units, %s to %s"
                            .formatted(limit(least), limit(most)));
            return Optional.empty();
        }
        return duration;
    }

    static Optional<Boolean> flag(Node node) {
        return switch (node.value()) {
            case JsonValue.Bool(var _, var value) -> Optional.of(value);
            case JsonValue.Text(var _, var text) when text.equals("true") -> Optional.of(true);
            case JsonValue.Text(var _, var text) when text.equals("false") -> Optional.of(false);
            case JsonValue _ -> {
                node.mistake("true, false");
                yield Optional.empty();
            }
        };
    }

    /**
     * Text, or what reads the same whoever parsed it: a whole number, true or false. A number with
     * a fraction doesn't, since 1.10 and 1.1 are the same number.
     */
    static Optional<String> plain(Node node) {
        return switch (node.value()) {
            case JsonValue.Text(var _, var text) -> Optional.of(text);
            case JsonValue.Bool(var _, var value) -> Optional.of(Boolean.toString(value));
            case JsonValue.Numeric(var _, var number) when isWhole(number) ->
                    Optional.of(writtenOut(number));
            case JsonValue _ -> {
                node.mistake("text, in quotes where it is a number with a fraction");
                yield Optional.empty();
            }
        };
    }

    /** A number, or text that is one; nothing is reported. */
    static Optional<BigDecimal> number(Node node) {
        return switch (node.value()) {
            case JsonValue.Numeric(var _, var number) -> Optional.of(number);
            case JsonValue.Text(var _, var text) when text.matches("-?\\d{1,9}(\\.\\d{1,9})?") ->
                    Optional.of(new BigDecimal(text));
            case JsonValue _ -> Optional.empty();
        };
    }

    /** Whole as written, and short enough to be written out. */
    private static boolean isWhole(BigDecimal number) {
        return number.scale() <= 0 && number.precision() - (long) number.scale() <= MOST_DIGITS;
    }

    private static String writtenOut(BigDecimal whole) {
        return whole.toBigInteger().toString();
    }

    private static Optional<String> textOf(Node node) {
        return node.value() instanceof JsonValue.Text(var _, var text)
                ? Optional.of(text)
                : Optional.empty();
    }

    private static boolean endsInUnit(String size) {
        return !size.isEmpty() && Character.isLetter(size.charAt(size.length() - 1));
    }

    private static boolean hasWholeSeconds(String duration) {
        return duration.indexOf('.') < 0 && !duration.contains("ms");
    }

    private static String limit(Duration duration) {
        return duration.isZero() ? "0s" : Durations.format(duration);
    }
}

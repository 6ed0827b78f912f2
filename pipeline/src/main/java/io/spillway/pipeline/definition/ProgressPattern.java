package io.spillway.pipeline.definition;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a program says how far it is, anywhere in a line: text that stands for itself, with {@code
 * {done}} and perhaps {@code {total}}, or {@code {percent}}, where its numbers stand.
 *
 * <p>The numbers are whole, of at most 18 digits, in groups of three parted by commas or in one; of
 * a percentage the fraction is left out. Nothing is tried twice at one place: the time is at most
 * the length of the pattern times the length of the line.
 *
 * @param text 1 to {@link LinePattern#MOST_LENGTH} characters, no control characters, each
 *     placeholder once
 */
public record ProgressPattern(String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(done|total|percent)}");

    private static final Set<Set<String>> COMBINATIONS =
            Set.of(Set.of("done"), Set.of("done", "total"), Set.of("percent"));

    /** Quantifiers that end in {@code +} give nothing back, so that no line costs more. */
    private static final String NUMBER =
            "(?<!\\d)(?<%s>\\d{1,3}(?:,\\d{3}){1,5}+(?!\\d)|\\d{1,18}+(?!\\d))";

    private static final String FRACTION = "(?:\\.\\d{1,9}+)?+";

    /**
     * How far a program says it is.
     *
     * @param total at least {@code done}; 0 where it doesn't say
     */
    public record Reading(long done, long total) {}

    /**
     * @throws IllegalArgumentException if the text is no such pattern
     */
    public ProgressPattern {
        if (!isOne(text)) {
            throw new IllegalArgumentException(
                    "\"%s\" is no pattern of progress: expected at most %d characters with {done}, {done} and {total}, or {percent}, once each."
                            .formatted(text, LinePattern.MOST_LENGTH));
        }
    }

    static boolean isOne(String text) {
        var names = PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).toList();
        return text.length() <= LinePattern.MOST_LENGTH
                && text.chars().noneMatch(Character::isISOControl)
                && COMBINATIONS.contains(new TreeSet<>(names))
                && names.size() == Set.copyOf(names).size();
    }

    /** Reads lines by this pattern; safe for several threads. Make it once, it takes a while. */
    public Reader reader() {
        return new Reader(Pattern.compile(expression()));
    }

    private String expression() {
        var expression = new StringBuilder();
        int from = 0;
        for (var placeholder : PLACEHOLDER.matcher(text).results().toList()) {
            expression.append(Pattern.quote(text.substring(from, placeholder.start())));
            expression.append(NUMBER.formatted(placeholder.group(1)));
            expression.append(placeholder.group(1).equals("percent") ? FRACTION : "");
            from = placeholder.end();
        }
        return expression.append(Pattern.quote(text.substring(from))).toString();
    }

    /** Finds progress in lines. */
    public static final class Reader {

        private final Pattern pattern;

        private Reader(Pattern pattern) {
            this.pattern = pattern;
        }

        /** What the first place in the line says that fits; empty if none does. */
        public Optional<Reading> read(String line) {
            var found = pattern.matcher(line);
            if (!found.find()) {
                return Optional.empty();
            }
            var names = found.namedGroups().keySet();
            if (names.contains("percent")) {
                return Optional.of(new Reading(Math.min(number(found, "percent"), 100), 100));
            }
            var done = number(found, "done");
            return Optional.of(
                    new Reading(
                            done,
                            names.contains("total") ? Math.max(done, number(found, "total")) : 0));
        }

        private static long number(Matcher found, String name) {
            return found.group(name)
                    .codePoints()
                    .filter(Character::isDigit)
                    .mapToObj(Character::toString)
                    .collect(Collectors.collectingAndThen(Collectors.joining(), Long::parseLong));
        }
    }
}

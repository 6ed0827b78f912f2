package io.spillway.pipeline.definition;

import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code exit} and {@code log}: what the end of a program's run means. */
final class ExitTableReader {

    private static final Pattern STATUS = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int MOST_STATUS = 255;

    private static final String TIME_LIMIT = "timeLimit";
    private static final String SILENCE = "silence";
    private static final String NO_OUTPUT = "noOutput";
    private static final List<String> EVENTS = List.of(TIME_LIMIT, SILENCE, NO_OUTPUT);

    private static final List<String> RULE_KEYS = List.of("line", "means");

    /** Every line that a program prints is held against every rule. */
    static final int MOST_RULES = 50;

    private static final String RULES = "a list of {line: …, means: …}, at most " + MOST_RULES;
    private static final String LINE =
            "text of 1 to %d characters that a line holds, where * is any run of characters"
                    .formatted(LinePattern.MOST_LENGTH);

    private ExitTableReader() {}

    static ExitTable read(Fields legacy) {
        var statuses = new LinkedHashMap<Integer, ExitMeaning>();
        var events = new LinkedHashMap<String, ExitMeaning>();
        for (var entry : legacy.entries("exit", "a map of exit statuses to meanings")) {
            if (EVENTS.contains(entry.name())) {
                meaning(entry).ifPresent(meaning -> events.put(entry.name(), meaning));
            } else if (isStatus(entry.name())) {
                meaning(entry)
                        .ifPresent(
                                meaning -> statuses.put(Integer.parseInt(entry.name()), meaning));
            } else {
                entry.mistakenName(
                        "exit statuses, 0 to %d, %s"
                                .formatted(MOST_STATUS, String.join(", ", EVENTS)));
            }
        }
        return new ExitTable(
                statuses,
                event(events, TIME_LIMIT),
                event(events, SILENCE),
                event(events, NO_OUTPUT),
                rules(legacy));
    }

    private static boolean isStatus(String name) {
        return STATUS.matcher(name).matches() && Integer.parseInt(name) <= MOST_STATUS;
    }

    private static ExitMeaning event(Map<String, ExitMeaning> events, String name) {
        return events.getOrDefault(name, ExitMeaning.FAIL);
    }

    /** A program that had to be stopped wasn't done, whatever it had written by then. */
    private static Optional<ExitMeaning> meaning(Fields.Entry entry) {
        var values = new ArrayList<>(List.of(ExitMeaning.values()));
        if (entry.name().equals(TIME_LIMIT) || entry.name().equals(SILENCE)) {
            values.remove(ExitMeaning.SUCCEED);
        }
        return Scalars.wordOf(entry.node(), values.toArray(ExitMeaning[]::new));
    }

    private static List<LogRule> rules(Fields legacy) {
        var log = legacy.get("log");
        var items = log.map(node -> node.items(RULES)).orElse(List.of());
        if (items.size() > MOST_RULES) {
            log.orElseThrow().mistake("%d rules".formatted(items.size()), RULES);
            return List.of();
        }
        return items.stream().map(ExitTableReader::rule).flatMap(Optional::stream).toList();
    }

    private static Optional<LogRule> rule(Node node) {
        var fields = Fields.of(node, RULE_KEYS);
        var line =
                fields.flatMap(rule -> rule.require("line", LINE)).flatMap(ExitTableReader::line);
        var words = "one of succeed, bad-input, retry, retry-bigger, fail";
        var meaning =
                fields.flatMap(rule -> rule.require("means", words))
                        .flatMap(word -> Scalars.wordOf(word, ExitMeaning.values()));
        return line.isPresent() && meaning.isPresent()
                ? Optional.of(new LogRule(line.get(), meaning.get()))
                : Optional.empty();
    }

    private static Optional<LinePattern> line(Node node) {
        var text = Scalars.plain(node);
        if (text.isPresent() && !LinePattern.isOne(text.get())) {
            node.mistake(LINE);
            return Optional.empty();
        }
        return text.map(LinePattern::new);
    }
}

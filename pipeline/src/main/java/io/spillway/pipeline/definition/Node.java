package io.spillway.pipeline.definition;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value in a definition, with its path and the place where its mistakes are reported.
 *
 * <p>Its questions about kind answer empty after reporting that the value is of another kind.
 */
record Node(JsonValue value, String path, Problems problems) {

    private static final int LONGEST_QUOTE = 60;
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    /** Reports a whole message about this value. */
    void report(String message) {
        problems.add(value.at(), path, message);
    }

    /** Reports that this value isn't what it may be. */
    void mistake(String allowed) {
        mistake(describe(), allowed);
    }

    /** Reports something about this value. */
    void mistake(String found, String allowed) {
        report(form(found, allowed, Optional.empty()));
    }

    /** Reports a word that is none of those allowed. */
    void mistakenWord(String word, Collection<String> words, String allowed) {
        report(form(quote(word), allowed, Spelling.nearest(word, words)));
    }

    Optional<JsonObject> map(String allowed) {
        if (value instanceof JsonObject object) {
            return Optional.of(object);
        }
        mistake(allowed);
        return Optional.empty();
    }

    Optional<String> text(String allowed) {
        if (value instanceof JsonValue.Text(var _, var text)) {
            return Optional.of(text);
        }
        mistake(allowed);
        return Optional.empty();
    }

    /** One of these words. */
    Optional<String> word(Collection<String> words) {
        var allowed = String.join(", ", words);
        var word = text(allowed);
        if (word.isPresent() && !words.contains(word.get())) {
            mistakenWord(word.get(), words, allowed);
            return Optional.empty();
        }
        return word;
    }

    /** Whether this value is the word itself, unquoted or quoted. */
    boolean is(String word) {
        return value instanceof JsonValue.Text(var _, var text) && text.equals(word);
    }

    /** The items of a list that may not be empty; a value that is no list is its own only item. */
    List<Node> oneOrMore(String allowed) {
        return value instanceof JsonValue.Array ? items(allowed) : List.of(this);
    }

    /** The items of a list that may not be empty. */
    List<Node> items(String allowed) {
        if (!(value instanceof JsonValue.Array(var _, var items))) {
            mistake(allowed);
            return List.of();
        }
        if (items.isEmpty()) {
            mistake("an empty list", allowed);
        }
        var nodes = new ArrayList<Node>();
        for (var item : items) {
            nodes.add(new Node(item, "%s[%d]".formatted(path, nodes.size()), problems));
        }
        return nodes;
    }

    /** The value of a member of this map. */
    Node member(String name, JsonValue member) {
        return new Node(member, pathOf(name), problems);
    }

    /** An empty map in this value's place. */
    Node withoutMembers() {
        return new Node(new JsonObject(value.at(), Map.of()), path, problems);
    }

    /** Reports a key of this map that isn't allowed. */
    void mistakenKey(String key, Position keyAt, String allowed, Optional<String> nearest) {
        problems.add(keyAt, path, form("the key " + quote(key), allowed, nearest));
    }

    private String pathOf(String member) {
        return path.isEmpty() ? name(member) : path + "." + name(member);
    }

    /** This value in a message: text in quotes and cut, the kind of what has members. */
    String describe() {
        return switch (value) {
            case JsonValue.Text(var _, var text) -> quote(text);
            case JsonValue.Numeric(var _, var number) -> number.toString();
            case JsonValue.Bool bool -> bool.kind();
            case JsonValue.Null none -> none.kind();
            case JsonValue.Array list -> list.kind();
            case JsonObject _ -> "a map";
        };
    }

    static String form(String found, String allowed, Optional<String> nearest) {
        var hint = nearest.map(word -> " Nearest: %s.".formatted(word)).orElse("");
        return "found %s; allowed: %s.%s".formatted(found, allowed, hint);
    }

    /** In quotes, on one line, at most 60 characters of it. */
    static String quote(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints()
                .limit(LONGEST_QUOTE)
                .forEach(
                        character -> {
                            if (isShown(character)) {
                                quoted.appendCodePoint(character);
                            } else {
                                quoted.append("\\u{%X}".formatted(character));
                            }
                        });
        return quoted.append(isLong(text) ? "…\"" : "\"").toString();
    }

    /** As it is where it could be a name, else {@link #quote}d. */
    static String name(String text) {
        return PLAIN_NAME.matcher(text).matches() ? text : quote(text);
    }

    private static boolean isLong(String text) {
        return text.codePointCount(0, text.length()) > LONGEST_QUOTE;
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}

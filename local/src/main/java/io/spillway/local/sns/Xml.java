package io.spillway.local.sns;

import java.util.Map;

/** Pieces of the answers of AWS's Query protocol. */
final class Xml {

    private Xml() {}

    /** An element that holds text. */
    static String text(String name, String text) {
        return "<%s>%s</%s>".formatted(name, escaped(text), name);
    }

    /** An element that holds elements. */
    static String element(String name, String... content) {
        return "<%s>%s</%s>".formatted(name, String.join("", content), name);
    }

    /** A map as the Query protocol writes it. */
    static String map(String name, Map<String, String> map) {
        var entries = new StringBuilder();
        map.forEach(
                (key, value) ->
                        entries.append(element("entry", text("key", key), text("value", value))));
        return element(name, entries.toString());
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> append(character, escaped));
        return escaped.toString();
    }

    private static void append(int character, StringBuilder to) {
        switch (character) {
            case '&' -> to.append("&amp;");
            case '<' -> to.append("&lt;");
            case '>' -> to.append("&gt;");
            case '"' -> to.append("&quot;");
            case '\r' -> to.append("&#13;");
            case '\t', '\n' -> to.appendCodePoint(character);
            default -> to.appendCodePoint(isAllowed(character) ? character : 0xFFFD);
        }
    }

    /** Source: XML 1.0, production "Char". */
    private static boolean isAllowed(int character) {
        return (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }
}

package io.spillway.legacy;

import java.util.regex.Pattern;

/**
 * Text of a program or an object made safe to show on a terminal and to keep in a log line.
 *
 * <p>Escape sequences go: they could move the cursor, colour or retitle the reader's terminal. Each
 * other character that is no sign of its own (controls, line and paragraph separators, marks that
 * turn the direction of writing) stays visible as its code, such as {@code \x07}; a tab becomes a
 * space.
 */
final class HarmlessText {

    /** Source: ECMA-48, 5.4 "Control sequences" and 5.6 "Control strings". */
    private static final Pattern ESCAPE_SEQUENCE =
            Pattern.compile(
                    "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]"
                            + "|(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?"
                            + "|\\x1b[ -/]*[0-~]");

    private HarmlessText() {}

    static String of(String text) {
        var safe = new StringBuilder(text.length());
        ESCAPE_SEQUENCE
                .matcher(text)
                .replaceAll("")
                .codePoints()
                .forEach(codePoint -> append(safe, codePoint));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int codePoint) {
        if (codePoint == '\t') {
            safe.append(' ');
        } else if (isInvisible(codePoint)) {
            safe.append((codePoint < 0x100 ? "\\x%02x" : "\\u%04x").formatted(codePoint));
        } else {
            safe.appendCodePoint(codePoint);
        }
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }
}

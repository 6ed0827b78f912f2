package io.spillway.local.view;

/**
 * Text that a terminal shows as what it is. Object keys and messages come from strangers: a control
 * character could move the cursor, an override of the writing direction could make one name look
 * like another.
 */
final class Printable {

    private Printable() {}

    /**
     * Each character that is no sign of its own (controls, line breaks, direction marks, halves of
     * pairs) as its code, such as {@code \x1b}; all others as they are.
     */
    static String of(String text) {
        return of(text, Integer.MAX_VALUE);
    }

    /** {@link #of(String)}, and everything beyond ASCII as its code too. */
    static String ascii(String text) {
        return of(text, 0x7e);
    }

    private static String of(String text, int highest) {
        if (text.codePoints().allMatch(codePoint -> codePoint <= highest && isSign(codePoint))) {
            return text;
        }
        var safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> append(safe, codePoint, highest));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int codePoint, int highest) {
        if (codePoint <= highest && isSign(codePoint)) {
            safe.appendCodePoint(codePoint);
        } else {
            safe.append((codePoint < 0x100 ? "\\x%02x" : "\\u%04x").formatted(codePoint));
        }
    }

    private static boolean isSign(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}

package io.spillway.monitoring.notify;

/**
 * Text as it may be shown to people: keys and messages are hostile input.
 *
 * <p>Control characters, line separators, bidirectional controls and halves of surrogate pairs
 * stand as {@code \\u…}, so that nothing breaks a line or looks like something else.
 */
final class Shown {

    private Shown() {}

    /**
     * @param most characters; longer text is cut and says so
     */
    static String text(String text, int most) {
        var shown = new StringBuilder();
        text.codePoints().forEach(codePoint -> append(shown, codePoint));
        return cut(shown.toString(), most);
    }

    private static void append(StringBuilder shown, int codePoint) {
        if (isHarmless(codePoint)) {
            shown.appendCodePoint(codePoint);
        } else {
            shown.append("\\u%04x".formatted(codePoint));
        }
    }

    /** Whether a text is shown as it is. */
    static boolean isHarmless(String text) {
        return text.codePoints().allMatch(Shown::isHarmless);
    }

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }

    /**
     * At most so many characters, no pair of surrogates parted; the last of a cut text is {@code
     * …}.
     */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var end = most - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}

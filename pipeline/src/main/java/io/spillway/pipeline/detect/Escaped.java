package io.spillway.pipeline.detect;

/** Text from a file, made fit for a message. */
public final class Escaped {

    private static final int MOST = 200;

    private Escaped() {}

    /**
     * The text on one line of at most 200 characters: what isn't a letter, digit, sign or space
     * becomes an escape such as {@code \u0000}; what is cut becomes {@code …}.
     */
    public static String of(String text) {
        var escaped = new StringBuilder();
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            var plain = isPlain(text, i);
            if (escaped.length() + (plain ? 1 : 6) > MOST - 1) {
                return escaped.append('…').toString();
            }
            if (plain) {
                escaped.append(character);
            } else {
                escaped.append("\\u").append(hex(character));
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(String text, int at) {
        var character = text.charAt(at);
        if (Character.isHighSurrogate(character)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(character)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> character != '"';
        };
    }

    private static String hex(char character) {
        var digits = Integer.toHexString(character);
        return "0".repeat(4 - digits.length()) + digits;
    }
}

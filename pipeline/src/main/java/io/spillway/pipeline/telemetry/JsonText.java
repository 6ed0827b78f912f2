package io.spillway.pipeline.telemetry;

/**
 * Writes members of a JSON object into one line that nothing in their values can break.
 *
 * <p>Not done by the JSON library, because logging has to work before and while that is loaded, and
 * because more has to be escaped than JSON demands: what some readers take for the end of a line,
 * and what makes a terminal show text in another order than it stands.
 */
final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder(256).append('{');

    /** Adds a member whose value is cut after {@code most} characters. */
    JsonText put(String name, String value, int most) {
        text.append(text.length() == 1 ? "" : ",").append('"').append(name).append("\":\"");
        var end = Math.min(value.length(), most);
        for (int i = 0; i < end; i++) {
            append(
                    value.charAt(i),
                    i + 1 < end ? value.charAt(i + 1) : 0,
                    i > 0 ? value.charAt(i - 1) : 0);
        }
        if (end < value.length()) {
            text.append("… (").append(value.length() - end).append(" characters more)");
        }
        text.append('"');
        return this;
    }

    private void append(char c, char next, char previous) {
        switch (c) {
            case '"', '\\' -> text.append('\\').append(c);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (isHarmless(c, next, previous)) {
                    text.append(c);
                } else {
                    escape(c);
                }
            }
        }
    }

    private static boolean isHarmless(char c, char next, char previous) {
        if (Character.isHighSurrogate(c)) {
            return Character.isLowSurrogate(next);
        }
        if (Character.isLowSurrogate(c)) {
            return Character.isHighSurrogate(previous);
        }
        return c < 0x7f
                ? c >= ' '
                : switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            false;
                    default -> true;
                };
    }

    private void escape(char c) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(HEX.charAt(c >> shift & 0xf));
        }
    }

    /** The object. Nothing can be added after it. */
    String end() {
        return text.append('}').toString();
    }
}

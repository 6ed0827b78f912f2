package io.spillway.local.view;

/** How many columns of a terminal text takes, and text made to take a given number. */
final class TextWidth {

    private TextWidth() {}

    /** Columns of printable text. */
    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /**
     * Text of at most {@code columns} columns. What is too long loses its middle: of a key, the
     * start tells the folder and the end the file.
     *
     * @param gap stands for what was left out; one column wide
     */
    static String cut(String text, int columns, String gap) {
        if (of(text) <= columns) {
            return text;
        }
        if (columns < 1) {
            return "";
        }
        var room = columns - 1;
        var head = head(text, room / 3);
        return head + gap + tail(text, room - of(head));
    }

    /** Text of at most {@code columns} columns that loses its end. */
    static String cutEnd(String text, int columns, String gap) {
        if (of(text) <= columns) {
            return text;
        }
        return columns < 1 ? "" : head(text, columns - 1) + gap;
    }

    /** Text filled up with spaces on its right. */
    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** Text filled up with spaces on its left. */
    static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - of(text))) + text;
    }

    private static String head(String text, int columns) {
        var end = 0;
        var used = 0;
        while (end < text.length()) {
            var codePoint = text.codePointAt(end);
            used += of(codePoint);
            if (used > columns) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    private static String tail(String text, int columns) {
        var start = text.length();
        var used = 0;
        while (start > 0) {
            var codePoint = text.codePointBefore(start);
            used += of(codePoint);
            if (used > columns) {
                break;
            }
            start -= Character.charCount(codePoint);
        }
        return text.substring(start);
    }

    private static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    /**
     * Source: Unicode Standard Annex 11, "East Asian Width", the blocks that are W or F, and emoji.
     */
    private static boolean isWide(int codePoint) {
        return within(codePoint, 0x1100, 0x115f)
                || within(codePoint, 0x231a, 0x231b)
                || within(codePoint, 0x23e9, 0x23ec)
                || within(codePoint, 0x2614, 0x2615)
                || within(codePoint, 0x2e80, 0x303e)
                || within(codePoint, 0x3041, 0xa4cf)
                || within(codePoint, 0xa960, 0xa97c)
                || within(codePoint, 0xac00, 0xd7a3)
                || within(codePoint, 0xf900, 0xfaff)
                || within(codePoint, 0xfe30, 0xfe6f)
                || within(codePoint, 0xff00, 0xff60)
                || within(codePoint, 0xffe0, 0xffe6)
                || within(codePoint, 0x16fe0, 0x18aff)
                || within(codePoint, 0x1b000, 0x1b2ff)
                || within(codePoint, 0x1f004, 0x1f9ff)
                || within(codePoint, 0x1fa70, 0x1faff)
                || within(codePoint, 0x20000, 0x3fffd);
    }

    private static boolean within(int codePoint, int first, int last) {
        return codePoint >= first && codePoint <= last;
    }
}

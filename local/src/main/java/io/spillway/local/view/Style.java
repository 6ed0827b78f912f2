package io.spillway.local.view;

/**
 * What the place that text is written to can show.
 *
 * @param colours whether it understands ANSI colours
 * @param unicode whether it can write more than ASCII
 */
public record Style(boolean colours, boolean unicode) {

    /** For files, pipes and tests. */
    public static final Style PLAIN = new Style(false, true);

    /** The text without what could harm or deceive. */
    public String safe(String text) {
        return unicode ? Printable.of(text) : Printable.ascii(text);
    }

    /** Of text that is already safe: at most so many columns, its middle left out. */
    String cut(String text, int columns) {
        return TextWidth.cut(text, columns, gap());
    }

    /** Of text that is already safe: at most so many columns, its end left out. */
    String cutEnd(String text, int columns) {
        return TextWidth.cutEnd(text, columns, gap());
    }

    private String gap() {
        return unicode ? "…" : "~";
    }

    /** Between the parts of a line. */
    String dot() {
        return unicode ? " · " : " | ";
    }

    String more() {
        return unicode ? "…" : "...";
    }

    /**
     * A bar as wide as {@code columns}.
     *
     * @param share that is full, 0 to 1
     */
    String bar(double share, int columns) {
        var full = (int) Math.floor(Math.clamp(share, 0, 1) * columns);
        return (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : "-").repeat(columns - full);
    }

    public String bold(String text) {
        return coloured("1", text);
    }

    public String dim(String text) {
        return coloured("2", text);
    }

    public String red(String text) {
        return coloured("31", text);
    }

    public String green(String text) {
        return coloured("32", text);
    }

    public String yellow(String text) {
        return coloured("33", text);
    }

    public String cyan(String text) {
        return coloured("36", text);
    }

    /** The text in the colour of a route. */
    public String route(String word, String text) {
        return switch (word) {
            case "inline" -> green(text);
            case "batch" -> cyan(text);
            case "rejected" -> red(text);
            default -> dim(text);
        };
    }

    /** Source: ECMA-48, 8.3.117 "SGR". */
    private String coloured(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

package io.spillway.local.view;

/** How much a terminal shows, in characters. */
public record TerminalSize(int columns, int lines) {

    /** Where nothing tells: what terminals have had since the VT100. */
    public static final TerminalSize DEFAULT = new TerminalSize(80, 24);

    public TerminalSize {
        if (columns < 1 || lines < 1) {
            throw new IllegalArgumentException(
                    "A terminal of %d columns and %d lines: expected at least 1 of each."
                            .formatted(columns, lines));
        }
    }
}

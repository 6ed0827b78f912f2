package io.spillway.pipeline.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * What a line that a program prints may hold, anywhere in it: text that stands for itself, and
 * {@code *} for any run of characters.
 *
 * <p>Never backtracks: the first place where a piece of text stands leaves the most room for the
 * next, so that no other place needs a try. However hostile a line is, the time is at most the
 * length of the pattern times the length of the line.
 *
 * @param text 1 to {@link #MOST_LENGTH} characters, not only stars, no control characters
 */
public record LinePattern(String text) {

    static final int MOST_LENGTH = 200;

    /**
     * @throws IllegalArgumentException if the text is no pattern
     */
    public LinePattern {
        if (!isOne(text)) {
            throw new IllegalArgumentException(
                    "\"%s\" is no pattern of a line: expected 1 to %d characters of which one is no star and none a control character."
                            .formatted(text, MOST_LENGTH));
        }
    }

    static boolean isOne(String text) {
        return text.length() <= MOST_LENGTH
                && text.chars().anyMatch(character -> character != '*')
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** Whether a line holds this. Case counts. */
    public boolean isIn(String line) {
        int from = 0;
        for (var piece : pieces()) {
            var at = line.indexOf(piece, from);
            if (at < 0) {
                return false;
            }
            from = at + piece.length();
        }
        return true;
    }

    private List<String> pieces() {
        var pieces = new ArrayList<String>();
        int from = 0;
        for (int star = text.indexOf('*'); star >= 0; star = text.indexOf('*', from)) {
            pieces.add(text.substring(from, star));
            from = star + 1;
        }
        pieces.add(text.substring(from));
        return pieces;
    }
}

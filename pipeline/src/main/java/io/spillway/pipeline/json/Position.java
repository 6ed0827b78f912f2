package io.spillway.pipeline.json;

/**
 * A place in a document.
 *
 * @param line counted from 1; 0 where a value was made, not read
 * @param column counted from 1; 0 where a value was made, not read
 */
public record Position(int line, int column) {

    /** The place of a value that was never in a document. */
    public static final Position NONE = new Position(0, 0);

    @Override
    public String toString() {
        return line + ":" + column;
    }
}

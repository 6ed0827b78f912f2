package io.spillway.stages;

import java.io.IOException;
import java.util.List;

/**
 * Takes the rows of a table, field by field and in order, so that no row has to be held.
 *
 * <p>Between {@link #beginRow} and {@link #endRow} there is one call per column.
 */
interface RowSink {

    /** The columns; comes first and once. */
    void columns(List<String> names) throws IOException;

    void beginRow() throws IOException;

    /** A field with this text, which is only valid during the call. */
    void text(int column, char[] text, int offset, int length) throws IOException;

    /** A field with a number in JSON's form, which is only valid during the call. */
    void number(int column, char[] text, int offset, int length) throws IOException;

    /** A field without anything in it, not even quotes. */
    void nothing(int column) throws IOException;

    void endRow() throws IOException;
}

package io.spillway.stages;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Turns the parser's calls into a sink's: the first row into columns, each other into as many
 * fields.
 *
 * <p>What is wrong with a row is said once the parser has gone through it, in {@link #check}.
 */
final class CsvRows extends CsvCallbackHandler<Boolean> {

    private final RowSink sink;
    private final TableSettings settings;
    private final StoreTrouble trouble;
    private final FirstRow first = new FirstRow();
    private final RowStart rowStart;
    private final long linesBefore;
    private boolean named;
    private boolean blank;
    private boolean ended;
    private boolean open;
    private long line;
    private int columns;
    private int fields;

    /** Told that a row starts, when the columns and all rows before it are with the sink. */
    @FunctionalInterface
    interface RowStart {
        void at(long line) throws IOException;
    }

    CsvRows(RowSink sink, TableSettings settings, StoreTrouble trouble, RowStart rowStart) {
        this.sink = sink;
        this.settings = settings;
        this.trouble = trouble;
        this.rowStart = rowStart;
        this.linesBefore = 0;
    }

    /**
     * Rows from the middle of a table.
     *
     * @param columns of the table, which the sink knows already
     * @param linesBefore lines before the first row
     */
    CsvRows(
            RowSink sink,
            TableSettings settings,
            StoreTrouble trouble,
            RowStart rowStart,
            int columns,
            long linesBefore) {
        this.sink = sink;
        this.settings = settings;
        this.trouble = trouble;
        this.rowStart = rowStart;
        this.named = true;
        this.columns = columns;
        this.linesBefore = linesBefore;
    }

    /** Whether the columns are known. */
    boolean isNamed() {
        return named;
    }

    /** The line on which the current row starts, from 1. */
    long line() {
        return line;
    }

    /** Ends the current row; fails if it hasn't one field per column. */
    void check() throws IOException {
        if (open) {
            throw new Damaged(
                    "the row on line %d opens a quote that is never closed. Upload it again if it was cut short, or mend the row."
                            .formatted(line));
        }
        if (!named) {
            if (fields > 0) {
                endFirstRow();
            }
        } else if (blank && columns == 1 && !ended) {
            emit(new char[0], 0, 0, false);
            sink.endRow();
        } else if (!blank) {
            checkCount();
            sink.endRow();
        }
    }

    /** Fails if there was no row at all. */
    void checkEnd() throws Damaged {
        if (!named) {
            throw new Damaged("it holds no row, not even one with column names. Upload it again.");
        }
    }

    private void checkCount() throws Damaged {
        if (fields != columns) {
            throw new Damaged(
                    "the row on line %d has %d instead of %d fields. Mend the row, or check the delimiter."
                            .formatted(line, fields, columns));
        }
    }

    private void endFirstRow() throws IOException {
        named = true;
        columns = fields;
        sink.columns(settings.header() ? first.names(line) : first.numbered());
        if (!settings.header()) {
            fields = 0;
            first.replay(this::emit);
            sink.endRow();
        }
    }

    private void emit(char[] text, int offset, int length, boolean quoted) throws IOException {
        if (fields == 0) {
            sink.beginRow();
        }
        var column = fields++;
        if (column >= columns) {
            return;
        }
        if (length == 0 && !quoted) {
            sink.nothing(column);
        } else if (settings.numbers() && JsonNumber.isOne(text, offset, length)) {
            sink.number(column, text, offset, length);
        } else {
            sink.text(column, text, offset, length);
        }
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        line = linesBefore + startingLineNumber;
        fields = 0;
        blank = false;
        try {
            if (named) {
                rowStart.at(line);
            }
        } catch (IOException e) {
            trouble.note(e);
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void addField(char[] text, int offset, int length, boolean quoted) {
        if (length > 0 && text[offset + length - 1] == TextReader.END) {
            open = quoted;
            blank = true;
            ended = true;
            return;
        }
        try {
            if (named) {
                emit(text, offset, length, quoted);
            } else {
                fields++;
                first.add(new String(text, offset, length), quoted);
            }
        } catch (IOException e) {
            trouble.note(e);
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void setEmpty() {
        blank = true;
        fields = 0;
    }

    /** Never called: comments aren't part of RFC 4180. */
    @Override
    protected void setComment(char[] text, int offset, int length) {}

    @Override
    protected RecordType getRecordType() {
        return blank ? RecordType.EMPTY : RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return fields;
    }

    @Override
    protected Boolean buildRecord() {
        return Boolean.TRUE;
    }
}

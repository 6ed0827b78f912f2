package io.spillway.stages;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;

/**
 * An input in CSV, read once, from its start or from the start of a row.
 *
 * <p>As in RFC 4180: quoted fields may hold delimiters, line ends and doubled quotes. Every row has
 * as many fields as the first. Blank lines are left out, except in a table of one column, where
 * they are rows with nothing in them.
 */
final class CsvTable {

    /** Most characters in one field. */
    private static final int MAX_FIELD = 4 << 20;

    private final Work work;
    private final TableSettings settings;
    private final int between;
    private final StoreTrouble trouble = new StoreTrouble();

    CsvTable(Work work, TableSettings settings) {
        this(work, settings, Buffers.SIZE);
    }

    /**
     * @param between bytes between two boundaries, at least
     */
    CsvTable(Work work, TableSettings settings, int between) {
        this.work = work;
        this.settings = settings;
        this.between = between;
    }

    /** Fails unless the input can be a CSV by its type. */
    static void checkType(Input input) throws Damaged {
        switch (input.type()) {
            case CSV, TSV, TEXT -> {}
            case JSON,
                    JSONL,
                    XML,
                    ZIP,
                    GZIP,
                    BZIP2,
                    XZ,
                    ZSTD,
                    TAR,
                    SEVENZIP,
                    PARQUET,
                    AVRO,
                    PDF,
                    PNG,
                    JPEG,
                    BINARY ->
                    throw new Damaged(
                            "it is of type %s, no CSV. Match only csv, tsv and text in this phase."
                                    .formatted(input.type().word()));
        }
    }

    /** Told where a row starts, when all rows before it are with the sink; once in 64 KiB or so. */
    @FunctionalInterface
    interface Boundary {
        void at(LineStarts.Start row) throws IOException;
    }

    void read(RowSink sink) throws IOException, InterruptedException {
        var rows = new CsvRows(sink, settings, trouble, _ -> {});
        try (var source = new StoreInput(work.input().open(), trouble);
                var csv = reader(rows, new TextReader(source, (_, _, _) -> {}, true))) {
            read(csv.iterator(), rows, source);
        }
    }

    /**
     * Reads what lies behind a boundary that was told before. None is told of a table that is no
     * UTF-8, nor behind a carriage return that stands alone.
     *
     * @param start {@link LineStarts#FIRST} for all of the table
     */
    void read(RowSink sink, LineStarts.Start start, Boundary boundary)
            throws IOException, InterruptedException {
        var lines = new LineStarts(start, between);
        var fromStart = start.equals(LineStarts.FIRST);
        var rows = rows(sink, start, line -> tell(boundary, lines.of(line)));
        var in = fromStart ? work.input().open() : work.input().open(start.offset());
        try (var source = new StoreInput(in, start.offset(), trouble);
                var csv = reader(rows, new TextReader(source, lines::read, fromStart))) {
            read(csv.iterator(), rows, source);
        }
    }

    private static void tell(Boundary boundary, LineStarts.Start row) throws IOException {
        if (row != null) {
            boundary.at(row);
        }
    }

    private CsvRows rows(RowSink sink, LineStarts.Start start, CsvRows.RowStart rowStart)
            throws IOException, InterruptedException {
        if (start.equals(LineStarts.FIRST)) {
            return new CsvRows(sink, settings, trouble, rowStart);
        }
        var columns = columns();
        sink.columns(columns);
        return new CsvRows(sink, settings, trouble, rowStart, columns.size(), start.line() - 1);
    }

    /** The columns, as the table's start tells them. */
    private List<String> columns() throws IOException, InterruptedException {
        var columns = new ColumnNames();
        var rows = new CsvRows(columns, settings, trouble, _ -> {});
        try (var source = new StoreInput(work.input().open(), trouble);
                var csv = reader(rows, new TextReader(source, (_, _, _) -> {}, true))) {
            var iterator = csv.iterator();
            while (!rows.isNamed() && hasNext(iterator, rows)) {
                rows.check();
            }
        }
        return columns.names();
    }

    private CsvReader<Boolean> reader(CsvRows rows, TextReader text) {
        return CsvReader.builder()
                .fieldSeparator(settings.delimiter().character(work.input().type()))
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(MAX_FIELD)
                .build(rows, text);
    }

    private void read(Iterator<Boolean> csv, CsvRows rows, StoreInput source)
            throws IOException, InterruptedException {
        var reported = -1L;
        while (hasNext(csv, rows)) {
            rows.check();
            if (source.position() != reported) {
                reported = source.position();
                work.checkStop();
                work.progress().at(reported, work.input().size());
            }
        }
        rows.checkEnd();
    }

    /** Reads the next row, if there is one. */
    private boolean hasNext(Iterator<Boolean> csv, CsvRows rows) throws IOException {
        try {
            return csv.hasNext() && csv.next() != null;
        } catch (CsvParseException | UncheckedIOException e) {
            trouble.rethrow();
            throw damaged(e, rows);
        }
    }

    private static Damaged damaged(RuntimeException e, CsvRows rows) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case Damaged damage -> {
                    return damage;
                }
                case CsvParseException _, UncheckedIOException _, IOException _ -> {}
                case RuntimeException bug -> throw bug;
                default -> {}
            }
        }
        return new Damaged(
                "the row on line %d is no CSV: text follows a closing quote, or a quote isn't closed within %d characters. Mend the row."
                        .formatted(rows.line(), MAX_FIELD),
                e);
    }
}

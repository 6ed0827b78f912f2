package io.spillway.stages;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * An input in CSV, read once from its start.
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
    private final StoreTrouble trouble = new StoreTrouble();

    CsvTable(Work work, TableSettings settings) {
        this.work = work;
        this.settings = settings;
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

    void read(RowSink sink) throws IOException, InterruptedException {
        var input = work.input();
        var rows = new CsvRows(sink, settings, trouble);
        try (var source = new StoreInput(input.open(), trouble);
                var csv =
                        CsvReader.builder()
                                .fieldSeparator(settings.delimiter().character(input.type()))
                                .skipEmptyLines(false)
                                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                                .maxBufferSize(MAX_FIELD)
                                .build(rows, new TextReader(source))) {
            read(csv.iterator(), rows, source);
        }
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

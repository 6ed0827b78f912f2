package io.spillway.stages;

import io.spillway.pipeline.stage.Input;

/**
 * What tells records apart in a text: quoted fields in a CSV, lines in JSON Lines.
 *
 * @param delimiter that parts the fields of a record; {@link #LINES} where records are lines
 *     whatever is in them
 * @param header whether the first record that isn't blank names the columns
 */
record DelimitedText(int delimiter, boolean header) {

    static final int LINES = -1;

    /**
     * Fails unless the input can be such a text by its type.
     *
     * @param verb what a stage does with it, for the message: {@code split}
     */
    static DelimitedText of(
            Input input, TableSettings.Delimiter delimiter, boolean header, String verb)
            throws Damaged {
        return switch (input.type()) {
            case CSV, TSV, TEXT -> new DelimitedText(delimiter.character(input.type()), header);
            case JSONL -> new DelimitedText(LINES, false);
            case JSON,
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
                            "it is of type %s, which can't be %s record by record. Match only csv, tsv, text and jsonl in this phase."
                                    .formatted(input.type().word(), verb));
        };
    }

    boolean hasQuotes() {
        return delimiter != LINES;
    }

    /** Whether the byte behind this one is the first of a field. */
    boolean startsField(byte previous) {
        return previous == delimiter || previous == '\n' || previous == '\r';
    }
}

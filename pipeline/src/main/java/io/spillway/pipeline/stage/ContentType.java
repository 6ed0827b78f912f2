package io.spillway.pipeline.stage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The types of content that a definition can match by name. */
public enum ContentType {
    CSV,
    TSV,
    JSON,
    JSONL,
    XML,
    TEXT,
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
    /** None of the others: bytes whose form nothing tells. */
    BINARY;

    /** As it stands in a definition: {@code csv}, {@code zip}. */
    public String word() {
        return this == SEVENZIP ? "7z" : name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ContentType> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** Whether objects of this type hold other content in compressed or packed form. */
    public boolean isPacked() {
        return switch (this) {
            case ZIP, GZIP, BZIP2, XZ, ZSTD, TAR, SEVENZIP -> true;
            case CSV, TSV, JSON, JSONL, XML, TEXT, PARQUET, AVRO, PDF, PNG, JPEG, BINARY -> false;
        };
    }

    /** Whether it is characters, not bytes: what its magic number can't tell, its name may. */
    public boolean isText() {
        return switch (this) {
            case CSV, TSV, JSON, JSONL, XML, TEXT -> true;
            case ZIP, GZIP, BZIP2, XZ, ZSTD, TAR, SEVENZIP, PARQUET, AVRO, PDF, PNG, JPEG, BINARY ->
                    false;
        };
    }
}

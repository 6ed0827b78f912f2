package io.spillway.pipeline.detect;

import io.spillway.pipeline.stage.ContentType;
import java.util.Locale;
import java.util.Optional;

/** The ends of names, and the content types they stand for. */
public final class Extension {

    private Extension() {}

    /**
     * The type that a key's last extension stands for: gzip for {@code a.csv.gz}. Upper and lower
     * case are alike; empty where there is no extension or it stands for nothing known.
     */
    public static Optional<ContentType> typeOf(String key) {
        var name = key.substring(key.lastIndexOf('/') + 1);
        var dot = name.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        return switch (name.substring(dot + 1).toLowerCase(Locale.ROOT)) {
            case "csv" -> Optional.of(ContentType.CSV);
            case "tsv", "tab" -> Optional.of(ContentType.TSV);
            case "json" -> Optional.of(ContentType.JSON);
            case "jsonl", "ndjson" -> Optional.of(ContentType.JSONL);
            case "xml" -> Optional.of(ContentType.XML);
            case "txt", "text", "log" -> Optional.of(ContentType.TEXT);
            case "zip" -> Optional.of(ContentType.ZIP);
            case "gz", "gzip", "tgz" -> Optional.of(ContentType.GZIP);
            case "bz2", "tbz2", "tbz" -> Optional.of(ContentType.BZIP2);
            case "xz", "txz" -> Optional.of(ContentType.XZ);
            case "zst", "zstd", "tzst" -> Optional.of(ContentType.ZSTD);
            case "tar" -> Optional.of(ContentType.TAR);
            case "7z" -> Optional.of(ContentType.SEVENZIP);
            case "parquet" -> Optional.of(ContentType.PARQUET);
            case "avro" -> Optional.of(ContentType.AVRO);
            case "pdf" -> Optional.of(ContentType.PDF);
            case "png" -> Optional.of(ContentType.PNG);
            case "jpg", "jpeg" -> Optional.of(ContentType.JPEG);
            default -> Optional.empty();
        };
    }
}

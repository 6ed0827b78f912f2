package io.spillway.stages;

import io.spillway.pipeline.detect.Extension;
import io.spillway.pipeline.stage.ContentType;

/** The media types that outputs are stored with. */
final class MediaTypes {

    static final String JSON = "application/json";
    static final String JSON_LINES = "application/jsonl";
    static final String UNKNOWN = "application/octet-stream";

    private MediaTypes() {}

    /** By the extension of a name, since an archive tells no types. */
    static String ofName(String name) {
        return Extension.typeOf(name).map(MediaTypes::of).orElse(UNKNOWN);
    }

    private static String of(ContentType type) {
        return switch (type) {
            case CSV -> "text/csv";
            case TSV -> "text/tab-separated-values";
            case JSON -> JSON;
            case JSONL -> JSON_LINES;
            case XML -> "application/xml";
            case TEXT -> "text/plain";
            case ZIP -> "application/zip";
            case GZIP -> "application/gzip";
            case BZIP2 -> "application/x-bzip2";
            case XZ -> "application/x-xz";
            case ZSTD -> "application/zstd";
            case TAR -> "application/x-tar";
            case SEVENZIP -> "application/x-7z-compressed";
            case PARQUET -> "application/vnd.apache.parquet";
            case AVRO -> "application/avro";
            case PDF -> "application/pdf";
            case PNG -> "image/png";
            case JPEG -> "image/jpeg";
            case BINARY -> UNKNOWN;
        };
    }
}

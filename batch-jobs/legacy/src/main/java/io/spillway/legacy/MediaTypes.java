package io.spillway.legacy;

import java.util.Locale;
import java.util.Map;

/**
 * The media type that a file's name promises. Source: IANA, "Media Types"; {@code jsonl} as
 * jsonlines.org has it.
 */
final class MediaTypes {

    private static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_EXTENSION =
            Map.ofEntries(
                    Map.entry("csv", "text/csv"),
                    Map.entry("tsv", "text/tab-separated-values"),
                    Map.entry("txt", "text/plain"),
                    Map.entry("html", "text/html"),
                    Map.entry("xml", "application/xml"),
                    Map.entry("json", "application/json"),
                    Map.entry("jsonl", "application/jsonl"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("zip", "application/zip"),
                    Map.entry("gz", "application/gzip"),
                    Map.entry("parquet", "application/vnd.apache.parquet"));

    private MediaTypes() {}

    static String of(String name) {
        var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }
}

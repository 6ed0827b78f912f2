package io.spillway.local.history;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.Map;

/** The columns of the history, with DuckDB's types. A test compares them with Terraform's table. */
final class Columns {

    private static final Map<String, String> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("event", "VARCHAR");
        TYPES.put("time", "TIMESTAMP");
        TYPES.put("pipeline", "VARCHAR");
        TYPES.put("phase", "VARCHAR");
        TYPES.put("status", "VARCHAR");
        TYPES.put("kind", "VARCHAR");
        TYPES.put("reason", "VARCHAR");
        TYPES.put("route", "VARCHAR");
        TYPES.put("route_reason", "VARCHAR");
        TYPES.put("predicted_seconds", "BIGINT");
        TYPES.put("object", "VARCHAR");
        TYPES.put("item", "VARCHAR");
        TYPES.put("upload", "VARCHAR");
        TYPES.put("upload_object", "VARCHAR");
        TYPES.put("arrived", "TIMESTAMP");
        TYPES.put("content_type", "VARCHAR");
        TYPES.put("input_bytes", "BIGINT");
        TYPES.put("hops", "INTEGER");
        TYPES.put("after", "VARCHAR");
        TYPES.put("waited_ms", "BIGINT");
        TYPES.put("attempts", "INTEGER");
        TYPES.put("outputs", "INTEGER");
        TYPES.put("started", "TIMESTAMP");
        TYPES.put("duration_ms", "BIGINT");
        TYPES.put("bytes_read", "BIGINT");
        TYPES.put("bytes_written", "BIGINT");
        TYPES.put("peak_memory_bytes", "BIGINT");
        TYPES.put("programs_peak_memory_bytes", "BIGINT");
        TYPES.put("processor_ms", "BIGINT");
        TYPES.put("claim_ms", "BIGINT");
        TYPES.put("read_ms", "BIGINT");
        TYPES.put("stage_ms", "BIGINT");
        TYPES.put("store_ms", "BIGINT");
        TYPES.put("commit_ms", "BIGINT");
        TYPES.put("cost_usd", "DOUBLE");
        TYPES.put("tags", "MAP(VARCHAR, VARCHAR)");
    }

    private Columns() {}

    /** Names and types, in order. */
    static Map<String, String> types() {
        return Map.copyOf(TYPES);
    }

    /** As {@code CREATE TABLE} takes them. */
    static String definition() {
        return TYPES.entrySet().stream()
                .map(column -> "\"%s\" %s".formatted(column.getKey(), column.getValue()))
                .collect(joining(", "));
    }

    /** As {@code read_json} takes them. */
    static String struct() {
        return TYPES.entrySet().stream()
                .map(column -> "'%s': '%s'".formatted(column.getKey(), column.getValue()))
                .collect(joining(", ", "{", "}"));
    }
}

package io.spillway.monitoring.history;

import io.spillway.pipeline.work.Ids;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * Some records of one pipeline and day, as one object: JSON lines, compressed by gzip.
 *
 * <p>Key and content are functions of the records alone: who writes the same records writes the
 * same object.
 *
 * @param key in the form of Hive's partitions: {@code history/pipeline=…/day=…/<hash>.jsonl.gz}
 */
record HistoryFile(String key, byte[] content) {

    /** What all keys start with. */
    static final String PREFIX = "history/";

    private record Partition(String pipeline, String day) {}

    /** The records in files, each event once. */
    static List<HistoryFile> of(List<HistoryRecord> records) {
        var partitions =
                records.stream()
                        .collect(
                                Collectors.groupingBy(
                                        record ->
                                                new Partition(
                                                        record.pipeline(),
                                                        record.day().toString())));
        var files = new ArrayList<HistoryFile>();
        partitions.forEach((partition, all) -> files.add(of(partition, all)));
        return List.copyOf(files);
    }

    private static HistoryFile of(Partition partition, List<HistoryRecord> records) {
        var byEvent = new TreeMap<String, HistoryRecord>();
        records.forEach(record -> byEvent.putIfAbsent(record.event(), record));
        var name = Ids.of(byEvent.keySet().toArray(String[]::new));
        return new HistoryFile(
                "%spipeline=%s/day=%s/%s.jsonl.gz"
                        .formatted(PREFIX, partition.pipeline(), partition.day(), name),
                compressed(byEvent));
    }

    private static byte[] compressed(TreeMap<String, HistoryRecord> records) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (var record : records.values()) {
                gzip.write(record.line().getBytes(StandardCharsets.UTF_8));
                gzip.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

package io.spillway.local.page;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** The events of a run's {@code events.jsonl}, each found again by where it starts. */
final class EventFile {

    private static final int USUAL_EVENT = 4_096;

    private final Path file;

    EventFile(Path file) {
        this.file = file;
    }

    /**
     * Hands on the events that start at some offsets, in their order.
     *
     * @throws IOException if the file is gone, or doesn't hold an event there
     */
    void read(long[] offsets, Consumer<JsonObject> events) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            for (var offset : offsets) {
                events.accept(Json.readObject(line(in, offset)));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "Cannot read %s: %s It was changed since; load the page again."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static byte[] line(RandomAccessFile in, long offset) throws IOException {
        for (var length = USUAL_EVENT; ; length *= 4) {
            var block = new byte[length];
            in.seek(offset);
            var count = fill(in, block);
            for (var at = 0; at < count; at++) {
                if (block[at] == '\n') {
                    return Arrays.copyOf(block, at);
                }
            }
            if (count < length || length > LineTail.LONGEST_LINE) {
                throw new IOException("No line starts at byte %d.".formatted(offset));
            }
        }
    }

    private static int fill(RandomAccessFile in, byte[] block) throws IOException {
        var filled = 0;
        for (var count = in.read(block);
                count > 0;
                count = in.read(block, filled, block.length - filled)) {
            filled += count;
            if (filled == block.length) {
                break;
            }
        }
        return filled;
    }
}

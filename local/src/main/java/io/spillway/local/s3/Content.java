package io.spillway.local.s3;

import io.spillway.pipeline.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of an object or part: slices of blobs, one after the other. Completing an upload and
 * copying an object therefore move no bytes.
 */
record Content(List<Slice> slices) {

    static final Content EMPTY = new Content(List.of());

    /** A run of bytes in one blob. */
    record Slice(String blob, long offset, long length) {}

    Content {
        slices = List.copyOf(slices);
    }

    static Content of(String blob, long size) {
        return size == 0 ? EMPTY : new Content(List.of(new Slice(blob, 0, size)));
    }

    static Content joined(List<Content> pieces) {
        return new Content(pieces.stream().flatMap(piece -> piece.slices.stream()).toList());
    }

    long size() {
        return slices.stream().mapToLong(Slice::length).sum();
    }

    /** The bytes from {@code offset}, {@code length} of them; both within the size. */
    Content range(long offset, long length) {
        var within = new ArrayList<Slice>();
        long start = 0;
        for (var slice : slices) {
            long from = Math.max(offset, start);
            long to = Math.min(offset + length, start + slice.length);
            if (from < to) {
                within.add(new Slice(slice.blob, slice.offset + from - start, to - from));
            }
            start += slice.length;
        }
        return new Content(within);
    }

    List<JsonObject> toJson() {
        return slices.stream()
                .map(
                        slice ->
                                JsonObject.of()
                                        .put("blob", slice.blob)
                                        .put("offset", slice.offset)
                                        .put("length", slice.length)
                                        .build())
                .toList();
    }

    static Content fromJson(List<JsonObject> json) {
        return new Content(
                json.stream()
                        .map(
                                slice ->
                                        new Slice(
                                                slice.requireText("blob"),
                                                slice.requireWhole("offset"),
                                                slice.requireWhole("length")))
                        .toList());
    }
}

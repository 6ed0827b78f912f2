package io.spillway.stages;

import io.spillway.pipeline.detect.Extension;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** One input on its way into parts: read once, each byte looked at once. */
final class Splitting {

    /** Changes with where parts end, or with their names. */
    private static final String CHECKPOINT = "split 1";

    private final Work work;
    private final PartSizes sizes;
    private final DelimitedText text;
    private final byte[] buffer = new byte[Buffers.SIZE];
    private HeaderRow header;
    private RecordScanner scanner;
    private Optional<OutputStream> part = Optional.empty();
    private long parts;
    private long cut;
    private boolean ended;

    Splitting(Work work, PartSizes sizes, DelimitedText text) {
        this.work = work;
        this.sizes = sizes;
        this.text = text;
    }

    /** Goes on from where an earlier attempt stopped, if there was one. */
    void run() throws StageFailure, IOException, InterruptedException {
        var input = work.input();
        if (input.size() == 0) {
            throw new Damaged("it has 0 bytes. Upload it again.");
        }
        sizes.check(input);
        var resumed = work.resumeFrom(CHECKPOINT);
        var start = resumed.map(position -> position.requireWhole("offset")).orElse(0L);
        parts = resumed.map(position -> position.requireWhole("parts")).orElse(0L);
        header = HeaderRow.of(input, text);
        scanner = new RecordScanner(text, start);
        cut = nextCut();
        try (var in = input.open(start);
                Closeable _ = this::closePart) {
            read(in);
        }
    }

    private void read(InputStream in) throws StageFailure, IOException, InterruptedException {
        var size = work.input().size();
        for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            work.checkStop();
            write(count);
            work.progress().at(scanner.position(), size);
        }
        if (scanner.openQuote() >= 0) {
            throw new Damaged(
                    "the quote at byte offset %d is never closed. Upload it again if it was cut short, or mend the row."
                            .formatted(scanner.openQuote()));
        }
    }

    private void write(int count) throws StageFailure, IOException {
        var from = Math.clamp(header.markLength() - scanner.position(), 0, count);
        if (from > 0) {
            out().write(buffer, 0, from);
            scanner.skipMark(from);
        }
        while (from < count) {
            if (ended) {
                endPart(buffer[from]);
            }
            var to = (int) Math.min(count, from + Math.max(0, cut - scanner.position()));
            if (to > from) {
                scanner.skip(buffer, from, to);
                out().write(buffer, from, to - from);
            } else {
                to = writeRecord(from, count);
            }
            from = to;
        }
    }

    /** Writes the rest of a record, the last of its part. */
    private int writeRecord(int from, int count) throws StageFailure, IOException {
        var end = scanner.skipRecord(buffer, from, count);
        var to = end < 0 ? count : end;
        if (to > from) {
            out().write(buffer, from, to - from);
        }
        ended = end >= 0;
        return to;
    }

    /**
     * Ends the part, unless the next would start with a header that ends with a carriage return and
     * a line feed behind it: the two would be one line end.
     */
    private void endPart(byte next) throws IOException {
        ended = false;
        if (next == '\n' && header.endsWithReturn()) {
            return;
        }
        closePart();
        work.checkpoint(
                CHECKPOINT,
                JsonObject.of().put("offset", scanner.position()).put("parts", parts).build());
        cut = nextCut();
    }

    /** No part ends with the header. */
    private long nextCut() {
        var next = sizes.cutAfter(scanner.position(), work.input().size());
        return Math.max(next, header.length());
    }

    /** The part that is being written; a new one starts with the header. */
    private OutputStream out() throws StageFailure, IOException {
        if (part.isEmpty()) {
            parts++;
            var name = "part-%05d%s".formatted(parts, extension(work.input()));
            part = Optional.of(work.outputs().underInput(name, MediaTypes.ofName(name)));
            if (parts > 1) {
                part.get().write(header.bytes());
            }
        }
        return part.get();
    }

    private void closePart() throws IOException {
        if (part.isPresent()) {
            var whole = part.get();
            part = Optional.empty();
            whole.close();
        }
    }

    /** That of the input if it says what the input is, else one that does. */
    private static String extension(Input input) {
        var name = input.name();
        return Extension.typeOf(name).equals(Optional.of(input.type()))
                ? name.substring(name.lastIndexOf('.'))
                : "." + input.type().word();
    }
}

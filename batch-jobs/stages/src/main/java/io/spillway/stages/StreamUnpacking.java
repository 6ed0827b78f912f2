package io.spillway.stages;

import io.spillway.pipeline.detect.ContentDetector;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.Locale;

/** Takes the files out of a tar, or out of a stream of compressed bytes, reading it once. */
final class StreamUnpacking {

    private static final int TAR_HEADER = 512;

    private final Work work;
    private final Extraction extraction;
    private final StoreTrouble trouble = new StoreTrouble();
    private final Library library = new Library(trouble);

    StreamUnpacking(Work work, Extraction extraction) {
        this.work = work;
        this.extraction = extraction;
    }

    void run() throws StageFailure, IOException, InterruptedException {
        var input = work.input();
        try (var source = new StoreInput(input.open(), trouble)) {
            unpackExplained(source);
        }
    }

    private void unpackExplained(StoreInput source)
            throws StageFailure, IOException, InterruptedException {
        try {
            unpack(source);
        } catch (Damaged e) {
            throw e.getCause() == null ? e : explained(e, source);
        }
    }

    private void unpack(StoreInput source) throws StageFailure, IOException, InterruptedException {
        var input = work.input();
        Runnable progress = () -> work.progress().at(source.position(), input.size());
        var packed = new BufferedInputStream(source, Buffers.SIZE);
        try (var data = library.guard(library.call(() -> Codec.open(input.type(), packed)))) {
            var content = new BufferedInputStream(data, Buffers.SIZE);
            if (input.type() == ContentType.TAR || holdsTar(content)) {
                new TarUnpacking(extraction, library).run(content, progress);
                extraction.checkNotEmpty();
            } else {
                extraction.onlyFile(Codec.nameWithin(input), content, progress);
            }
        }
    }

    /** By the first bytes; by the name only where they are too few to tell. */
    private boolean holdsTar(BufferedInputStream content) throws IOException {
        content.mark(TAR_HEADER);
        var head = content.readNBytes(TAR_HEADER);
        content.reset();
        return ContentDetector.detect("", head, Long.MAX_VALUE).type() == ContentType.TAR
                || Codec.namesTar(work.input().name().toLowerCase(Locale.ROOT));
    }

    private Damaged explained(Damaged damage, StoreInput source) {
        if (source.ended()) {
            return new Damaged(
                    "it was cut short: its data ends after %d bytes (%s). Upload it again."
                            .formatted(source.position(), damage.getMessage()),
                    damage.getCause());
        }
        return new Damaged(
                "it is damaged before byte %d of %d (%s). Upload it again."
                        .formatted(source.position(), work.input().size(), damage.getMessage()),
                damage.getCause());
    }
}

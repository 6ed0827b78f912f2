package io.spillway.pipeline.detect;

import io.spillway.pipeline.detect.Unpacked.Estimated;
import io.spillway.pipeline.detect.Unpacked.Plain;
import io.spillway.pipeline.stage.ContentType;
import java.io.IOException;

/**
 * Tells how large an object is once unpacked.
 *
 * <p>Takes one to three ranged reads for nearly every file, never more than {@value #MAX_READS},
 * and holds at most 4 MiB of it at a time. Whatever the bytes are, the answer is an {@link
 * Unpacked}; only the reader's own {@link IOException}s get out.
 */
public final class UnpackedSizes {

    /** Most reads for one answer. */
    static final int MAX_READS = 64;

    private UnpackedSizes() {}

    /**
     * @param type as {@link ContentDetector} found it
     * @param size of the object, in bytes
     */
    public static Unpacked of(ContentType type, long size, RangeReader reader) throws IOException {
        var range = new Ranges(reader, size);
        return switch (type) {
            case ZIP -> ZipDirectory.unpacked(range);
            case GZIP -> GzipTrailer.unpacked(range);
            case XZ -> XzIndex.unpacked(range);
            case ZSTD -> ZstdFrames.unpacked(range);
            case BZIP2 -> Bzip2Header.unpacked(range);
            case TAR ->
                    new Estimated(size, "the size of the tar, which holds its files as they are");
            case SEVENZIP ->
                    Ratio.LZMA.estimate(size, "a 7z keeps its sizes in a compressed header");
            case CSV, TSV, JSON, JSONL, XML, TEXT, PARQUET, AVRO, PDF, PNG, JPEG, BINARY ->
                    new Plain(size);
        };
    }
}

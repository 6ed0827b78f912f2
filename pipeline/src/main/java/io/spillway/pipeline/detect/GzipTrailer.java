package io.spillway.pipeline.detect;

import io.spillway.pipeline.detect.Unpacked.Broken;
import io.spillway.pipeline.detect.Unpacked.Estimated;
import io.spillway.pipeline.detect.Unpacked.Exact;
import java.io.IOException;

/**
 * The last four bytes of a gzip: the unpacked size of its last member, modulo 4 GiB.
 *
 * <p>They tell the whole size if there is one member of less than 4 GiB. That is believed where
 * nothing else fits the packed size; otherwise the first bytes are unpacked, and the answer is what
 * lies nearest to the ratio found there.
 */
final class GzipTrailer {

    /** Header, an empty block, checksum and size. Source: RFC 1952 2.2 and RFC 1951 3.2. */
    private static final int SMALLEST = 20;

    private static final long WRAP = 1L << 32;

    private GzipTrailer() {}

    static Unpacked unpacked(Ranges range) throws IOException {
        var size = range.size();
        if (size < SMALLEST) {
            return new Broken(
                    "its "
                            + size
                            + " bytes are fewer than the 20 of an empty gzip, so it was cut short. Upload it again.");
        }
        var recorded = range.tail(4).getInt() & 0xFFFF_FFFFL;
        var fits = recorded >= least(size) && recorded <= most(size);
        if (fits && recorded + WRAP > most(size)) {
            return new Exact(recorded, 1, "as its gzip trailer says");
        }
        return sampled(range, recorded);
    }

    private static Unpacked sampled(Ranges range, long recorded) throws IOException {
        var sample = DeflateSample.of(range);
        if (sample.isEmpty()) {
            return Ratio.DEFLATE.estimate(
                    range.size(),
                    "its gzip trailer says " + recorded + " bytes, which can't be all");
        }
        var expected = sample.get().scaledTo(range.size());
        if (sample.get().severalMembers()) {
            return new Estimated(
                    Math.max(expected, recorded),
                    "by the ratio of its first bytes, since it has several gzip members");
        }
        var likeliest = nearest(recorded, expected);
        if (likeliest < least(range.size()) || likeliest > most(range.size())) {
            return new Estimated(
                    expected,
                    "by the ratio of its first bytes, since its gzip trailer says "
                            + recorded
                            + " bytes, which can't be all");
        }
        return new Estimated(
                likeliest,
                "as its gzip trailer, which counts modulo 4 GiB, and the ratio of its first bytes say");
    }

    /** The number nearest to {@code expected} that the trailer's four bytes may stand for. */
    private static long nearest(long recorded, long expected) {
        var wraps = Math.max(0, (expected - recorded + WRAP / 2) / WRAP);
        return recorded + wraps * WRAP;
    }

    /**
     * The least that a gzip of this size unpacks to. Even fixed codes spend at most 9 bits on a
     * byte; a header may take some room of its own.
     */
    private static long least(long size) {
        return Math.max(0, size / 9 * 8 - 65_536);
    }

    /**
     * The most that a gzip of this size unpacks to: 258 bytes for 2 bits. Source: zlib Technical
     * Details, "Maximum Compression Factor".
     */
    private static long most(long size) {
        return Bounded.product(size, 1032);
    }
}

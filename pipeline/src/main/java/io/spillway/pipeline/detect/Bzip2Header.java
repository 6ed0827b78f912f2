package io.spillway.pipeline.detect;

import io.spillway.pipeline.detect.Unpacked.Broken;
import io.spillway.pipeline.detect.Unpacked.Exact;

/** What a bzip2 tells of its unpacked size: next to nothing. */
final class Bzip2Header {

    /** Mark, level, end mark and checksum, with no block between. */
    private static final int EMPTY = 14;

    private Bzip2Header() {}

    static Unpacked unpacked(Ranges range) {
        if (range.size() < EMPTY) {
            return new Broken(
                    "its "
                            + range.size()
                            + " bytes are fewer than the 14 of an empty bzip2, so it was cut short. Upload it again.");
        }
        if (range.size() == EMPTY) {
            return new Exact(0, 1, "as a bzip2 of 14 bytes holds no block");
        }
        return Ratio.BZIP2.estimate(range.size(), "a bzip2 doesn't record it");
    }
}

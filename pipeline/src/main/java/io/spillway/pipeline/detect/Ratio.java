package io.spillway.pipeline.detect;

import io.spillway.pipeline.detect.Unpacked.Estimated;

/**
 * What a byte of a packed text unpacks to, for formats that don't record it.
 *
 * <p>Measured on six public CSV files of 48 kB to 2 MB (weather, ZIP codes, airports, bird
 * strikes), each format at its default level, and rounded up from the best ratio found: routing a
 * little too much to Batch costs a minute, too little costs an attempt.
 */
enum Ratio {
    DEFLATE(10),
    ZSTD(8),
    BZIP2(18),
    LZMA(16);

    private final long times;

    Ratio(long times) {
        this.times = times;
    }

    /**
     * @param why it can't be told better
     */
    Estimated estimate(long size, String why) {
        return new Estimated(
                Bounded.product(size, times), times + " times its size as a guess, since " + why);
    }
}

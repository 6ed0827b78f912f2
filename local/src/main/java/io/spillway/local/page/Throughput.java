package io.spillway.local.page;

import java.time.Instant;
import java.util.Arrays;

/**
 * How many work items ended when, in {@value #BUCKETS} spans of equal length at most. The spans
 * grow with the time that is covered, so this takes the same space for a minute and for a month.
 */
final class Throughput {

    static final int BUCKETS = 120;

    private static final long SHORTEST_MILLIS = 1_000;

    private final int[] good = new int[BUCKETS];
    private final int[] bad = new int[BUCKETS];
    private long start = Long.MIN_VALUE;
    private long spanMillis = SHORTEST_MILLIS;
    private int used;

    /**
     * Work items that ended within one span each, oldest first.
     *
     * @param startMillis of the first span, since 1970
     */
    record Spans(long startMillis, long spanMillis, int[] good, int[] bad) {}

    /**
     * Counts one that ended.
     *
     * @param isGood whether it did what was asked of it
     */
    void ended(Instant when, boolean isGood) {
        var millis = when.toEpochMilli();
        if (start == Long.MIN_VALUE) {
            start = millis - Math.floorMod(millis, spanMillis);
        }
        // What is told late, from before the first span, counts in the first.
        var at = Math.max(0, (millis - start) / spanMillis);
        while (at >= BUCKETS) {
            widen();
            at /= 2;
        }
        (isGood ? good : bad)[(int) at]++;
        used = Math.max(used, (int) at + 1);
    }

    private void widen() {
        for (var counts : new int[][] {good, bad}) {
            for (var i = 0; i < BUCKETS / 2; i++) {
                counts[i] = counts[2 * i] + counts[2 * i + 1];
            }
            Arrays.fill(counts, BUCKETS / 2, BUCKETS, 0);
        }
        spanMillis *= 2;
        used = (used + 1) / 2;
    }

    Spans spans() {
        return new Spans(
                start == Long.MIN_VALUE ? 0 : start,
                spanMillis,
                Arrays.copyOf(good, used),
                Arrays.copyOf(bad, used));
    }
}

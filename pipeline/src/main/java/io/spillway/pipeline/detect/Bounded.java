package io.spillway.pipeline.detect;

/** Arithmetic on sizes of 0 or more that stops at the largest {@code long} where it would wrap. */
final class Bounded {

    private Bounded() {}

    static long sum(long one, long other) {
        var sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    static long product(long one, long other) {
        return Math.multiplyHigh(one, other) == 0 && one * other >= 0
                ? one * other
                : Long.MAX_VALUE;
    }
}

package io.spillway.stages;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Real data for tests; their origin is told in the README beside them. */
final class Samples {

    private Samples() {}

    static byte[] bytes(String name) {
        try (var in = Samples.class.getResourceAsStream("/samples/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A CSV of at least this size: the weather of Seattle over and over under one header. */
    static byte[] weather(int least) {
        var once = bytes("seattle-weather.csv");
        var header = headerLength(once);
        var times = (least - header) / (once.length - header) + 1;
        var bytes = java.util.Arrays.copyOf(once, header + times * (once.length - header));
        for (var i = 1; i < times; i++) {
            System.arraycopy(
                    once, header, bytes, header + i * (once.length - header), once.length - header);
        }
        return bytes;
    }

    static int headerLength(byte[] csv) {
        var end = 0;
        while (csv[end] != '\n') {
            end++;
        }
        return end + 1;
    }
}

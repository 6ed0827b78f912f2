package io.spillway.legacy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The last lines that a program printed: at most {@link #MAX_LINES} and {@link #MAX_BYTES}. Safe
 * for several threads.
 */
final class TailOfOutput {

    static final int MAX_LINES = 20;

    /** In UTF-8, line ends not counted. */
    static final int MAX_BYTES = 4 << 10;

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private int bytes;

    /** Of a longer line the rest is left out, so that one line never fills the whole. */
    private static final int MAX_LINE = 1_000;

    synchronized void add(String line) {
        var kept = line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line;
        lines.addLast(kept);
        bytes += size(kept);
        while (lines.size() > MAX_LINES || bytes > MAX_BYTES) {
            bytes -= size(lines.removeFirst());
        }
    }

    /** Oldest first. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private static int size(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length;
    }
}

package io.spillway.stages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where in a text some of its lines start, one in 64 KiB: by it a parser that counts lines, those
 * within quotes too, can say at which byte it is.
 *
 * <p>Lines end with a line feed, or a carriage return and a line feed. From the first return on
 * that stands alone no more is known: parsers don't agree on what such a line end does behind a
 * quote. Looks at eight bytes at a time, since it has to look at all.
 */
final class LineStarts {

    /** Of a text. */
    static final Start FIRST = new Start(1, 0);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long RETURNS = '\r' * ONES;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * A line's start.
     *
     * @param line from 1
     * @param offset in bytes
     */
    record Start(long line, long offset) {}

    private final Deque<Start> starts = new ArrayDeque<>();
    private final int between;
    private long line;
    private long position;
    private long next;
    private long firstKnown = Long.MAX_VALUE;
    private boolean afterReturn;
    private long returnsAlone;

    /**
     * @param start where the first byte stands that will be read
     * @param between bytes from one start to the next, at least
     */
    LineStarts(Start start, int between) {
        this.between = between;
        this.line = start.line();
        this.position = start.offset();
        this.next = position + between;
    }

    /** Goes over bytes of the text, in their order. */
    void read(byte[] bytes, int from, int to) {
        var at = from;
        while (at < to && position + (to - at) >= next) {
            var wanted = at + Math.toIntExact(Math.max(0, next - position));
            skip(bytes, at, wanted);
            at = wanted;
            var end = at;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            if (end == to) {
                break;
            }
            skip(bytes, at, end + 1);
            at = end + 1;
            if (returnsAlone == 0) {
                starts.addLast(new Start(line, position));
                firstKnown = starts.peekFirst().line();
            }
            next = position + between;
        }
        skip(bytes, at, to);
    }

    private void skip(byte[] bytes, int from, int to) {
        var at = from;
        var carry = afterReturn ? 0x80L : 0;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            var eight = (long) LONGS.get(bytes, at);
            var returns = equal(eight, RETURNS);
            var feeds = equal(eight, LINE_FEEDS);
            line += Long.bitCount(feeds);
            returnsAlone +=
                    Long.bitCount(returns) - Long.bitCount(feeds & (returns << Byte.SIZE | carry));
            carry = returns >>> (Long.SIZE - Byte.SIZE);
        }
        afterReturn = carry != 0;
        for (; at < to; at++) {
            if (bytes[at] == '\n') {
                line++;
                returnsAlone -= afterReturn ? 1 : 0;
            }
            afterReturn = bytes[at] == '\r';
            returnsAlone += afterReturn ? 1 : 0;
        }
        position += to - from;
    }

    /** The highest bit of each byte that is the same in both. */
    private static long equal(long eight, long wanted) {
        var difference = eight ^ wanted;
        return ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
    }

    /**
     * Where a line starts, if that is known.
     *
     * @param line no less than in the call before. What is known of lines before it is forgotten
     * @return null, as this is asked for every row, if it isn't known
     */
    Start of(long line) {
        if (line < firstKnown) {
            return null;
        }
        while (!starts.isEmpty() && starts.peekFirst().line() < line) {
            starts.removeFirst();
        }
        var start =
                !starts.isEmpty() && starts.peekFirst().line() == line
                        ? starts.removeFirst()
                        : null;
        firstKnown = starts.isEmpty() ? Long.MAX_VALUE : starts.peekFirst().line();
        return start;
    }
}

package io.spillway.pipeline.stage;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * The bytes of a test's input: some to start with, then one block over and over. So an input may be
 * larger than memory.
 */
public record TestContent(byte[] start, byte[] block, long times) {

    public static TestContent of(byte[] bytes) {
        return new TestContent(bytes, new byte[0], 0);
    }

    /** In bytes. */
    public long size() {
        return start.length + block.length * times;
    }

    /**
     * The bytes from an offset, at once.
     *
     * @param offset 0 to {@link #size}
     */
    public InputStream open(long offset) {
        var first = (int) Math.min(offset, start.length);
        return new SequenceInputStream(
                new ByteArrayInputStream(start, first, start.length - first),
                new Repeated(offset - first));
    }

    private final class Repeated extends InputStream {

        private long left;

        Repeated(long passed) {
            left = block.length * times - passed;
        }

        @Override
        public int read() {
            return left == 0
                    ? -1
                    : block[(int) ((block.length * times - left--) % block.length)] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            var at = (int) ((block.length * times - left) % block.length);
            var count = Math.min(length, block.length - at);
            System.arraycopy(block, at, target, offset, count);
            left -= count;
            return count;
        }
    }
}

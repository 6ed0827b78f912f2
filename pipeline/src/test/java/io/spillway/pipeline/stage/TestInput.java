package io.spillway.pipeline.stage;

import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * An input object that lives in the test. Like a network it gives less than is asked for, and it
 * fails where it is told to.
 */
class TestInput implements Input {

    private static final int MOST_AT_ONCE = 40_000;

    private final ObjectVersion object;
    private final ContentType type;
    private final TestContent content;
    private final Reads reads;

    /** What was read of all inputs of an attempt together, and where that fails. */
    static final class Reads {
        private long failAfter = Long.MAX_VALUE;
        private IOException failure;
        private long read;
        private int open;
    }

    TestInput(String key, ContentType type, TestContent content) {
        this(key, type, content, new Reads());
    }

    TestInput(String key, ContentType type, TestContent content, Reads reads) {
        this.reads = reads;
        this.object =
                new ObjectVersion(
                        new ObjectLocation("drops", key),
                        Optional.of("v1"),
                        "d41d8cd98f00b204e9800998ecf8427e",
                        content.size());
        this.type = type;
        this.content = content;
    }

    /** Once so many bytes were read, wherever they lie, reading fails. */
    void failAfter(long bytes, IOException with) {
        reads.failAfter = bytes;
        reads.failure = with;
    }

    /** Bytes that were read by now, however often. */
    long read() {
        return reads.read;
    }

    /** Streams and channels that weren't closed. */
    int leftOpen() {
        return reads.open;
    }

    @Override
    public ObjectVersion object() {
        return object;
    }

    @Override
    public ContentType type() {
        return type;
    }

    @Override
    public InputStream open() {
        reads.open++;
        return new Stream(content.open(0));
    }

    @Override
    public SeekableByteChannel openChannel() {
        reads.open++;
        return new Channel();
    }

    private int allowed(int wanted) throws IOException {
        if (reads.read >= reads.failAfter) {
            throw reads.failure;
        }
        return (int) Math.min(Math.min(wanted, MOST_AT_ONCE), reads.failAfter - reads.read);
    }

    private final class Stream extends FilterInputStream {

        private boolean closed;

        Stream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (closed) {
                throw new IOException("The stream is closed.");
            }
            var count = in.read(target, offset, allowed(length));
            reads.read += Math.max(0, count);
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            var skipped = new byte[(int) Math.min(count, MOST_AT_ONCE)];
            return Math.max(0, read(skipped, 0, skipped.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {
            reads.open -= closed ? 0 : 1;
            closed = true;
        }
    }

    private final class Channel implements SeekableByteChannel {

        private long position;
        private boolean closed;

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (closed) {
                throw new IOException("The channel is closed.");
            }
            if (position >= content.size()) {
                return -1;
            }
            try (var from = content.open(position)) {
                var bytes = from.readNBytes(allowed(target.remaining()));
                target.put(bytes);
                position += bytes.length;
                reads.read += bytes.length;
                return bytes.length;
            }
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long next) {
            position = next;
            return this;
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            reads.open -= closed ? 0 : 1;
            closed = true;
        }

        @Override
        public int write(ByteBuffer source) {
            throw new NonWritableChannelException();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new NonWritableChannelException();
        }
    }
}

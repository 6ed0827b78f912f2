package io.spillway.stages;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * The input object's channel behind a buffer of 64 KiB, which notes the store's failures.
 *
 * <p>Readers of archives read a few bytes here and there; small jumps stay within the buffer and
 * cost no request.
 */
final class StoreChannel implements SeekableByteChannel {

    private final SeekableByteChannel channel;
    private final StoreTrouble trouble;
    private final ByteBuffer buffer = ByteBuffer.allocate(Buffers.SIZE).limit(0);
    private final long size;

    /** Where the buffer's first byte lies in the object. */
    private long bufferStart;

    StoreChannel(SeekableByteChannel channel, long size, StoreTrouble trouble) {
        this.channel = channel;
        this.size = size;
        this.trouble = trouble;
    }

    /** Exactly these bytes. */
    byte[] read(long offset, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        position(offset);
        while (bytes.hasRemaining()) {
            if (read(bytes) < 0) {
                var ended =
                        new EOFException(
                                "The input ended at byte %d of %d.".formatted(position(), size));
                trouble.note(ended);
                throw ended;
            }
        }
        return bytes.array();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!buffer.hasRemaining() && !fill()) {
            return -1;
        }
        var count = Math.min(target.remaining(), buffer.remaining());
        target.put(buffer.slice(buffer.position(), count));
        buffer.position(buffer.position() + count);
        return count;
    }

    private boolean fill() throws IOException {
        var next = position();
        try {
            channel.position(next);
            buffer.clear();
            var count = channel.read(buffer);
            buffer.flip();
            bufferStart = next;
            return count > 0;
        } catch (IOException | RuntimeException e) {
            buffer.limit(0);
            trouble.note(e);
            throw e;
        }
    }

    @Override
    public long position() {
        return bufferStart + buffer.position();
    }

    @Override
    public StoreChannel position(long position) {
        if (position >= bufferStart && position <= bufferStart + buffer.limit()) {
            buffer.position((int) (position - bufferStart));
        } else {
            buffer.limit(0);
            bufferStart = position;
        }
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } catch (IOException | RuntimeException e) {
            trouble.note(e);
            throw e;
        }
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long length) {
        throw new NonWritableChannelException();
    }
}

package io.spillway.stages;

import java.io.IOException;
import java.io.InputStream;

/** The input object's stream, which counts its bytes and notes the store's failures. */
final class StoreInput extends InputStream {

    private final InputStream in;
    private final StoreTrouble trouble;
    private long position;
    private boolean ended;

    StoreInput(InputStream in, StoreTrouble trouble) {
        this(in, 0, trouble);
    }

    /**
     * @param position where the stream starts in the input
     */
    StoreInput(InputStream in, long position, StoreTrouble trouble) {
        this.in = in;
        this.position = position;
        this.trouble = trouble;
    }

    /** Where the next byte stands in the input. */
    long position() {
        return position;
    }

    /** Whether more was asked for than there is. */
    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            var count = in.read(buffer, offset, length);
            position += Math.max(0, count);
            ended |= count < 0;
            return count;
        } catch (IOException | RuntimeException e) {
            trouble.note(e);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } catch (IOException | RuntimeException e) {
            trouble.note(e);
            throw e;
        }
    }
}

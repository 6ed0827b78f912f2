package io.spillway.stages;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * Characters of UTF-8, or of UTF-16 where a byte order mark says so, without the mark.
 *
 * <p>Where the bytes are no characters it fails with their offset instead of replacing them. Behind
 * the last line it gives a line with nothing but {@link #END}: a parser that takes the end of the
 * input for the end of a quoted field can't hide that the quote was never closed.
 */
final class TextReader extends Reader {

    /** Half of a character: decoding never gives it. */
    static final char END = '\uDC00';

    private static final int LONGEST_CHARACTER = 4;

    private final StoreInput in;
    private final Bytes seen;
    private final boolean fromStart;
    private final ByteBuffer bytes = ByteBuffer.allocate(Buffers.SIZE).limit(0);
    private CharsetDecoder decoder;
    private boolean ended;
    private char last = '\n';

    /** Told of bytes as they are read, where they are UTF-8. */
    @FunctionalInterface
    interface Bytes {
        void read(byte[] bytes, int from, int to);
    }

    /**
     * @param fromStart whether the input is read from its start, where a byte order mark may stand;
     *     otherwise it is UTF-8
     */
    TextReader(StoreInput in, Bytes seen, boolean fromStart) {
        this.in = in;
        this.seen = seen;
        this.fromStart = fromStart;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        var characters = CharBuffer.wrap(target, offset, length).slice();
        var count = decode(characters);
        if (count < 0) {
            return end(target, offset);
        }
        last = characters.get(count - 1);
        return count;
    }

    /** Decodes some characters, at least one; -1 if there are no more. */
    private int decode(CharBuffer characters) throws IOException {
        if (decoder == null) {
            start();
        }
        while (characters.position() == 0) {
            var result = decoder.decode(bytes, characters, ended);
            if (result.isError()) {
                throw malformed(result);
            }
            if (characters.position() == 0 && ended) {
                return -1;
            }
            if (result.isUnderflow() && !ended) {
                fill();
            }
        }
        return characters.position();
    }

    /** Gives the end line in two steps; -1 once it is given. */
    private int end(char[] target, int offset) {
        if (last == END) {
            return -1;
        }
        last = last == '\n' || last == '\r' ? END : '\n';
        target[offset] = last;
        return 1;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void start() throws IOException {
        fill();
        var charset = UTF_8;
        var mark = 0;
        if (!fromStart) {
            mark = 0;
        } else if (startsWith(0xEF, 0xBB, 0xBF)) {
            mark = 3;
        } else if (startsWith(0xFF, 0xFE)) {
            charset = UTF_16LE;
            mark = 2;
        } else if (startsWith(0xFE, 0xFF)) {
            charset = UTF_16BE;
            mark = 2;
        }
        if (charset == UTF_8) {
            seen.read(bytes.array(), 0, bytes.limit());
        }
        bytes.position(mark);
        decoder = charset.newDecoder();
    }

    private boolean startsWith(int... mark) {
        if (bytes.remaining() < mark.length) {
            return false;
        }
        for (var i = 0; i < mark.length; i++) {
            if ((bytes.get(i) & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads on behind what is left over, a cut character at most. */
    private void fill() throws IOException {
        bytes.compact();
        var wanted = bytes.position() + LONGEST_CHARACTER;
        while (bytes.position() < wanted && !ended) {
            var count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            ended = count < 0;
            if (decoder != null && decoder.charset() == UTF_8) {
                seen.read(bytes.array(), bytes.position(), bytes.position() + Math.max(0, count));
            }
            bytes.position(bytes.position() + Math.max(0, count));
        }
        bytes.flip();
    }

    private Damaged malformed(CoderResult result) {
        var hex = new StringBuilder();
        for (var i = 0; i < result.length(); i++) {
            hex.append("%02X ".formatted(bytes.get(bytes.position() + i)));
        }
        return new Damaged(
                "at byte offset %d it has %sin hexadecimal, which is no %s. Save it as UTF-8."
                        .formatted(
                                in.position() - bytes.remaining(), hex, decoder.charset().name()));
    }
}

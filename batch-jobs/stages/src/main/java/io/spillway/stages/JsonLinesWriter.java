package io.spillway.stages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes rows as JSON Lines: one object per row, its members in the order of the columns, in UTF-8,
 * each line ended by a line feed.
 *
 * <p>Writes into its own buffer character by character, since this is where the time of a
 * conversion goes: a general JSON writer takes a third longer.
 */
final class JsonLinesWriter implements RowSink {

    /** Most bytes that one character takes: an escape such as {@code \u0000}. */
    private static final int WIDEST = 6;

    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private final OutputStream out;
    private final byte[] buffer;
    private int count;
    private byte[][] names = {};

    JsonLinesWriter(OutputStream out) {
        this(out, Buffers.SIZE);
    }

    private JsonLinesWriter(OutputStream out, int bufferSize) {
        this.out = out;
        this.buffer = new byte[bufferSize];
    }

    @Override
    public void columns(List<String> columns) throws IOException {
        names = new byte[columns.size()][];
        for (var i = 0; i < names.length; i++) {
            names[i] = member(columns.get(i), i == 0);
        }
    }

    @Override
    public void beginRow() throws IOException {
        put('{');
    }

    @Override
    public void text(int column, char[] text, int offset, int length) throws IOException {
        put(names[column]);
        quoted(text, offset, length);
    }

    @Override
    public void number(int column, char[] text, int offset, int length) throws IOException {
        put(names[column]);
        for (var i = offset; i < offset + length; i++) {
            put(text[i]);
        }
    }

    @Override
    public void nothing(int column) throws IOException {
        put(names[column]);
        put(NULL);
    }

    @Override
    public void endRow() throws IOException {
        put('}');
        put('\n');
    }

    /** Writes what is still in the buffer. */
    void flush() throws IOException {
        out.write(buffer, 0, count);
        count = 0;
    }

    /** What stands before a value: {@code ,"name":}. */
    private static byte[] member(String name, boolean first) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = new JsonLinesWriter(bytes, 64);
        if (!first) {
            writer.put(',');
        }
        writer.quoted(name.toCharArray(), 0, name.length());
        writer.put(':');
        writer.flush();
        return bytes.toByteArray();
    }

    private void quoted(char[] text, int offset, int length) throws IOException {
        put('"');
        for (var i = offset; i < offset + length; i++) {
            if (count > buffer.length - WIDEST) {
                flush();
            }
            var character = text[i];
            if (character >= ' ' && character < 0x80 && character != '"' && character != '\\') {
                buffer[count++] = (byte) character;
            } else if (character < 0x80) {
                escape(character);
            } else if (Character.isHighSurrogate(character)) {
                encode(Character.toCodePoint(character, text[++i]));
            } else {
                encode(character);
            }
        }
        put('"');
    }

    private void escape(char character) {
        buffer[count++] = '\\';
        switch (character) {
            case '"', '\\' -> buffer[count++] = (byte) character;
            case '\n' -> buffer[count++] = 'n';
            case '\r' -> buffer[count++] = 'r';
            case '\t' -> buffer[count++] = 't';
            case '\b' -> buffer[count++] = 'b';
            case '\f' -> buffer[count++] = 'f';
            default -> {
                buffer[count++] = 'u';
                buffer[count++] = '0';
                buffer[count++] = '0';
                buffer[count++] = HEX[character >> 4];
                buffer[count++] = HEX[character & 0xF];
            }
        }
    }

    /** In UTF-8: two to four bytes. */
    private void encode(int character) {
        if (character < 0x800) {
            buffer[count++] = (byte) (0xC0 | character >> 6);
        } else {
            if (character < 0x10000) {
                buffer[count++] = (byte) (0xE0 | character >> 12);
            } else {
                buffer[count++] = (byte) (0xF0 | character >> 18);
                buffer[count++] = (byte) (0x80 | character >> 12 & 0x3F);
            }
            buffer[count++] = (byte) (0x80 | character >> 6 & 0x3F);
        }
        buffer[count++] = (byte) (0x80 | character & 0x3F);
    }

    private void put(int ascii) throws IOException {
        if (count == buffer.length) {
            flush();
        }
        buffer[count++] = (byte) ascii;
    }

    private void put(byte[] bytes) throws IOException {
        if (bytes.length > buffer.length - count) {
            flush();
        }
        if (bytes.length > buffer.length) {
            out.write(bytes);
        } else {
            System.arraycopy(bytes, 0, buffer, count, bytes.length);
            count += bytes.length;
        }
    }
}

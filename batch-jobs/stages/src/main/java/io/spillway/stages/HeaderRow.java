package io.spillway.stages;

import io.spillway.pipeline.stage.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Arrays;

/**
 * The bytes with which a text starts, up to and with the record that names its columns: a byte
 * order mark, blank lines, the record, its line end.
 *
 * @param bytes none where the text has no such record
 * @param markLength bytes of the byte order mark with which the text starts, header or not
 */
record HeaderRow(byte[] bytes, int markLength) {

    private static final int MAX_BYTES = 1 << 20;
    private static final int BUFFER = 8 << 10;
    private static final int MARK = 3;

    /**
     * The start of a text.
     *
     * @param rest what was read beyond the header; where there is none, all that was read
     */
    record Start(HeaderRow header, byte[] rest) {}

    /**
     * Reads it with a request of its own.
     *
     * @throws Damaged if it is too long, or no text that can be scanned byte by byte
     */
    static HeaderRow of(Input input, DelimitedText text) throws IOException {
        try (var in = Channels.newInputStream(input.openChannel())) {
            return start(in, text).header();
        }
    }

    /**
     * Reads the start of a text, the header and some bytes more.
     *
     * @throws Damaged as {@link #of}
     */
    static Start start(InputStream in, DelimitedText text) throws IOException {
        var buffer = new byte[BUFFER];
        var count = in.readNBytes(buffer, 0, BUFFER);
        var mark = markLength(buffer, count);
        if (!text.header()) {
            return new Start(new HeaderRow(new byte[0], mark), Arrays.copyOf(buffer, count));
        }
        var header = new ByteArrayOutputStream();
        header.write(buffer, 0, mark);
        var scanner = new RecordScanner(text, mark);
        var from = mark;
        var blank = true;
        while (count > 0) {
            var end = scanner.skipRecord(buffer, from, count);
            var to = end < 0 ? count : end;
            header.write(buffer, from, to - from);
            blank &= hasOnlyLineEnds(buffer, from, to);
            if (end >= 0 && !blank) {
                return new Start(
                        new HeaderRow(header.toByteArray(), mark),
                        Arrays.copyOfRange(buffer, to, count));
            }
            if (header.size() > MAX_BYTES) {
                throw new Damaged(
                        "its first row has more than %d bytes. Check the delimiter."
                                .formatted(MAX_BYTES));
            }
            from = to;
            if (from == count) {
                count = in.readNBytes(buffer, 0, BUFFER);
                from = 0;
            }
        }
        return new Start(new HeaderRow(header.toByteArray(), mark), new byte[0]);
    }

    private static boolean hasOnlyLineEnds(byte[] bytes, int from, int to) {
        for (var i = from; i < to; i++) {
            if (bytes[i] != '\n' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private static int markLength(byte[] start, int count) throws Damaged {
        if (count >= 2
                && (start[0] == (byte) 0xFF && start[1] == (byte) 0xFE
                        || start[0] == (byte) 0xFE && start[1] == (byte) 0xFF)) {
            throw new Damaged("it is UTF-16. Save it as UTF-8.");
        }
        return count >= MARK
                        && start[0] == (byte) 0xEF
                        && start[1] == (byte) 0xBB
                        && start[2] == (byte) 0xBF
                ? MARK
                : 0;
    }

    int length() {
        return bytes.length;
    }

    boolean endsWithReturn() {
        return bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    }

    /** Whether there is no record in it. */
    boolean isBlank() {
        return hasOnlyLineEnds(bytes, Math.min(markLength, bytes.length), bytes.length);
    }

    /** Whether it is the same but for byte order mark, blank lines and line end. */
    boolean isLike(HeaderRow other) {
        return Arrays.equals(record(), other.record());
    }

    private byte[] record() {
        var from = Math.min(markLength, bytes.length);
        var to = bytes.length;
        while (from < to && hasOnlyLineEnds(bytes, from, from + 1)) {
            from++;
        }
        while (from < to && hasOnlyLineEnds(bytes, to - 1, to)) {
            to--;
        }
        return Arrays.copyOfRange(bytes, from, to);
    }
}

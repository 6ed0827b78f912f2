package io.spillway.stages;

import io.spillway.pipeline.stage.Input;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;

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
     * Reads it with a request of its own.
     *
     * @throws Damaged if it is too long, or no text that can be scanned byte by byte
     */
    static HeaderRow of(Input input, DelimitedText text) throws IOException {
        try (var in = Channels.newInputStream(input.openChannel())) {
            return read(in, text);
        }
    }

    static HeaderRow read(InputStream in, DelimitedText text) throws IOException {
        var buffer = new byte[BUFFER];
        var count = in.readNBytes(buffer, 0, BUFFER);
        var mark = markLength(buffer, count);
        if (!text.header()) {
            return new HeaderRow(new byte[0], mark);
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
                return new HeaderRow(header.toByteArray(), mark);
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
        return new HeaderRow(header.toByteArray(), mark);
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
}

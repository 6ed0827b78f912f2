package io.spillway.stages;

/**
 * Finds the ends of records in a text, byte by byte over any number of buffers, without making
 * fields of it.
 *
 * <p>As in RFC 4180 a quote that starts a field encloses it: in it, delimiters and line ends are
 * text, and two quotes are one. A quote anywhere else is text. A record ends with a line feed, a
 * carriage return, or both. The text is UTF-8, or has ASCII's bytes for ASCII's characters only.
 */
final class RecordScanner {

    private static final byte QUOTE = '"';

    private final DelimitedText text;
    private long position;
    private long openedAt;
    private long closedAt = Long.MIN_VALUE;
    private byte last = '\n';
    private boolean quoted;
    private boolean afterReturn;

    /**
     * @param position where a record starts, in bytes from the start of the text
     */
    RecordScanner(DelimitedText text, long position) {
        this.text = text;
        this.position = position;
    }

    /** Where the next byte stands in the text. */
    long position() {
        return position;
    }

    /** Where the quote stands that encloses the next byte; -1 where none does. */
    long openQuote() {
        return quoted ? openedAt : -1;
    }

    /** Goes over bytes that belong to no field: a byte order mark. */
    void skipMark(int bytes) {
        position += bytes;
    }

    /** Goes over bytes, whatever they are. */
    void skip(byte[] bytes, int from, int to) {
        if (from == to) {
            return;
        }
        if (text.hasQuotes()) {
            skipQuotes(bytes, from, to);
        }
        afterReturn = false;
        last = bytes[to - 1];
        position += to - from;
    }

    private void skipQuotes(byte[] bytes, int from, int to) {
        for (var at = nextQuote(bytes, from, to); at < to; at = nextQuote(bytes, at + 1, to)) {
            var here = position + at - from;
            if (quoted) {
                quoted = false;
                closedAt = here;
            } else if (closedAt == here - 1) {
                // Two quotes within quotes are one: the field hasn't ended.
                quoted = true;
            } else if (text.startsField(at == from ? last : bytes[at - 1])) {
                quoted = true;
                openedAt = here;
            }
        }
    }

    /**
     * Goes over bytes to the end of the record.
     *
     * @return the index behind it, {@code from} to {@code to}; -1 if all bytes belong to the record
     *     and others may follow
     */
    int skipRecord(byte[] bytes, int from, int to) {
        if (afterReturn && from < to) {
            var end = bytes[from] == '\n' ? from + 1 : from;
            skip(bytes, from, end);
            afterReturn = false;
            return end;
        }
        var at = from;
        while (at < to) {
            var special = quoted ? nextQuote(bytes, at, to) : nextSpecial(bytes, at, to);
            if (special < to && bytes[special] != QUOTE) {
                return skipLineEnd(bytes, at, special, to);
            }
            var next = Math.min(special + 1, to);
            skip(bytes, at, next);
            at = next;
        }
        return -1;
    }

    private int skipLineEnd(byte[] bytes, int from, int lineEnd, int to) {
        var isReturn = bytes[lineEnd] == '\r';
        if (isReturn && lineEnd + 1 == to) {
            skip(bytes, from, to);
            afterReturn = true;
            return -1;
        }
        var end = isReturn && bytes[lineEnd + 1] == '\n' ? lineEnd + 2 : lineEnd + 1;
        skip(bytes, from, end);
        return end;
    }

    private static int nextQuote(byte[] bytes, int from, int to) {
        var at = from;
        while (at < to && bytes[at] != QUOTE) {
            at++;
        }
        return at;
    }

    private int nextSpecial(byte[] bytes, int from, int to) {
        var at = from;
        while (at < to
                && bytes[at] != '\n'
                && bytes[at] != '\r'
                && (bytes[at] != QUOTE || !text.hasQuotes())) {
            at++;
        }
        return at;
    }
}

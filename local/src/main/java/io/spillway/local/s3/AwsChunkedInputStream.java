package io.spillway.local.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The payload of a body in {@code aws-chunked} encoding, signed or not; its trailers once it is
 * read to the end. Signatures are passed over. Source: Amazon S3 API Reference, "Signature
 * calculations: transferring payload in multiple chunks".
 */
final class AwsChunkedInputStream extends InputStream {

    /** Longest line between chunks, in bytes; ours. */
    private static final int LINE_BYTES = 4_096;

    private static final int TRAILERS = 16;

    private final InputStream in;
    private final Map<String, String> trailers = new HashMap<>();
    private long left;
    private boolean started;
    private boolean ended;

    /**
     * @param in where each {@link #read(byte[], int, int)} is cheap, such as a buffered stream
     */
    AwsChunkedInputStream(InputStream in) {
        this.in = in;
    }

    /** A trailer that followed the last chunk. */
    Optional<String> trailer(String name) {
        return Optional.ofNullable(trailers.get(name.toLowerCase()));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw S3Error.incompleteBody(left + " bytes of a chunk are missing");
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (started && !line().isEmpty()) {
            throw S3Error.invalidRequest("A chunk is longer than its header says.");
        }
        started = true;
        left = chunkSize(line());
        if (left == 0) {
            ended = true;
            readTrailers();
        }
    }

    private static long chunkSize(String header) {
        int semicolon = header.indexOf(';');
        var digits = semicolon < 0 ? header : header.substring(0, semicolon);
        if (digits.isEmpty() || digits.length() > 15) {
            throw S3Error.invalidRequest("\"%s\" is no chunk size.".formatted(digits));
        }
        try {
            return Long.parseUnsignedLong(digits, 16);
        } catch (NumberFormatException _) {
            throw S3Error.invalidRequest("\"%s\" is no chunk size.".formatted(digits));
        }
    }

    private void readTrailers() throws IOException {
        for (var line = lineOrEnd(); line.isPresent(); line = lineOrEnd()) {
            if (line.get().isEmpty()) {
                return;
            }
            int colon = line.get().indexOf(':');
            if (colon < 0 || trailers.size() == TRAILERS) {
                throw S3Error.invalidRequest("The trailer of the body is malformed.");
            }
            trailers.put(
                    line.get().substring(0, colon).trim().toLowerCase(),
                    line.get().substring(colon + 1).trim());
        }
    }

    private String line() throws IOException {
        return lineOrEnd().orElseThrow(() -> S3Error.incompleteBody("there is no chunk of size 0"));
    }

    /** The next line without its end; empty at the end of the body. */
    private Optional<String> lineOrEnd() throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && line.isEmpty()) {
                return Optional.empty();
            }
            if (b < 0) {
                throw S3Error.incompleteBody("it ends within a line");
            }
            if (line.length() == LINE_BYTES) {
                throw S3Error.invalidRequest("A line of the body is too long.");
            }
            line.append((char) b);
        }
        int end = line.length();
        return Optional.of(
                end > 0 && line.charAt(end - 1) == '\r'
                        ? line.substring(0, end - 1)
                        : line.toString());
    }
}

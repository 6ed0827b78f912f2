package io.spillway.local.s3;

import java.util.Optional;
import java.util.regex.Pattern;

/** A run of an object's bytes that a request asks for. */
record ByteRange(long offset, long length) {

    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Reads a {@code Range} header: {@code bytes=2-5}, {@code bytes=2-} or {@code bytes=-4}.
     *
     * @return empty for a header in another form, which is to be ignored
     * @throws S3Error if it lies outside the object
     */
    static Optional<ByteRange> of(String header, long size) {
        var matcher = FORM.matcher(header);
        if (!matcher.matches() || header.equals("bytes=-")) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            return Optional.of(last(Long.parseLong(matcher.group(2)), header, size));
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? size - 1 : Long.parseLong(matcher.group(2));
        if (!matcher.group(2).isEmpty() && last < first) {
            return Optional.empty();
        }
        if (first >= size) {
            throw S3Error.invalidRange(header, size);
        }
        return Optional.of(new ByteRange(first, Math.min(last, size - 1) - first + 1));
    }

    private static ByteRange last(long count, String header, long size) {
        if (count == 0 || size == 0) {
            throw S3Error.invalidRange(header, size);
        }
        long length = Math.min(count, size);
        return new ByteRange(size - length, length);
    }

    long lastByte() {
        return offset + length - 1;
    }

    String contentRange(long size) {
        return "bytes %d-%d/%d".formatted(offset, lastByte(), size);
    }
}

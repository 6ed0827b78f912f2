package io.spillway.local.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer that isn't sent yet. Whoever sends it, or drops it, closes it. */
final class S3Response implements AutoCloseable {

    /** The bytes of an answer. */
    interface Body extends AutoCloseable {

        long size();

        void writeTo(OutputStream out) throws IOException;

        @Override
        default void close() {}
    }

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** Each character of a header is written as one byte: a higher one could become a line end. */
    private static final int MAX_HEADER_CHAR = 0xFF;

    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Optional<Body> body;

    private S3Response(int status, Optional<Body> body) {
        this.status = status;
        this.body = body;
    }

    static S3Response empty(int status) {
        return new S3Response(status, Optional.empty());
    }

    static S3Response xml(int status, Xml xml) {
        var bytes = xml.bytes();
        return of(
                        status,
                        new Body() {
                            @Override
                            public long size() {
                                return bytes.length;
                            }

                            @Override
                            public void writeTo(OutputStream out) throws IOException {
                                out.write(bytes);
                            }
                        })
                .header("Content-Type", "application/xml");
    }

    static S3Response of(int status, Body body) {
        return new S3Response(status, Optional.of(body));
    }

    /**
     * @throws S3Error if the value, which may be a request's, would break the answer apart
     */
    S3Response header(String name, String value) {
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c > MAX_HEADER_CHAR)) {
            throw S3Error.invalidArgument(
                    "The value for the header %s holds a character that no header can hold."
                            .formatted(name));
        }
        headers.put(name, value);
        return this;
    }

    S3Response header(String name, Optional<String> value) {
        value.ifPresent(text -> header(name, text));
        return this;
    }

    S3Response headers(Map<String, String> more) {
        more.forEach(this::header);
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<Body> body() {
        return body;
    }

    @Override
    public void close() {
        body.ifPresent(Body::close);
    }

    static String httpDate(Instant time) {
        return HTTP_DATE.format(time);
    }
}

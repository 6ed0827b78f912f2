package io.spillway.local.s3;

import com.sun.net.httpserver.HttpExchange;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request, its path and query taken apart: path-style addressing only.
 *
 * @param bucket empty for requests to the service itself
 * @param key empty for requests to a bucket
 * @param query decoded; a parameter without a value has an empty one
 */
record S3Request(
        HttpExchange exchange, String id, String bucket, String key, Map<String, String> query) {

    /**
     * @throws S3Error if its path or query isn't UTF-8, or the key is too long
     */
    static S3Request of(HttpExchange exchange, String id) {
        var path = exchange.getRequestURI().getRawPath();
        var withoutSlash = path.startsWith("/") ? path.substring(1) : path;
        int slash = withoutSlash.indexOf('/');
        var bucket = slash < 0 ? withoutSlash : withoutSlash.substring(0, slash);
        var key = slash < 0 ? "" : Keys.urlDecode(withoutSlash.substring(slash + 1), false);
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Limits.KEY_BYTES) {
            throw S3Error.keyTooLong(bytes);
        }
        return new S3Request(
                exchange,
                id,
                Keys.urlDecode(bucket, false),
                key,
                parameters(exchange.getRequestURI().getRawQuery()));
    }

    private static Map<String, String> parameters(String rawQuery) {
        var parameters = new LinkedHashMap<String, String>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return parameters;
        }
        for (var pair : rawQuery.split("&")) {
            int equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.put(Keys.urlDecode(name, true), Keys.urlDecode(value, true));
        }
        return parameters;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** The path without its query, as errors show it. */
    String resource() {
        return exchange.getRequestURI().getRawPath();
    }

    InputStream body() {
        return exchange.getRequestBody();
    }

    boolean isSigned() {
        return header("Authorization").isPresent()
                || query.containsKey("X-Amz-Signature")
                || query.containsKey("Signature");
    }

    /** A header's value; several are joined by commas. */
    Optional<String> header(String name) {
        var values = exchange.getRequestHeaders().get(name);
        return values == null ? Optional.empty() : Optional.of(String.join(",", values));
    }

    /** Names and values of all headers that start so, names in lower case. */
    Map<String, String> headersFrom(String prefix) {
        var found = new LinkedHashMap<String, String>();
        for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
            var name = header.getKey().toLowerCase();
            if (name.startsWith(prefix)) {
                found.put(name, String.join(",", header.getValue()));
            }
        }
        return found;
    }

    /**
     * A header that is a number.
     *
     * @throws S3Error if it is something else, or negative
     */
    Optional<Long> number(String header) {
        return header(header).map(value -> number(header, value));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A parameter; an absent and an empty one are alike. */
    String text(String name) {
        return query.getOrDefault(name, "");
    }

    /**
     * A parameter that is a number.
     *
     * @throws S3Error if it isn't one from 0 to 2^31 - 1
     */
    Optional<Integer> whole(String name) {
        return parameter(name)
                .filter(value -> !value.isEmpty())
                .map(value -> number(name, value))
                .map(
                        number -> {
                            if (number > Integer.MAX_VALUE) {
                                throw S3Error.invalidArgument(
                                        "%s is %d: expected at most %d."
                                                .formatted(name, number, Integer.MAX_VALUE));
                            }
                            return (int) (long) number;
                        });
    }

    private static long number(String name, String value) {
        if (!value.matches("[0-9]{1,18}")) {
            throw S3Error.invalidArgument(
                    "%s is \"%s\": expected a number, 0 or more.".formatted(name, value));
        }
        return Long.parseLong(value);
    }
}

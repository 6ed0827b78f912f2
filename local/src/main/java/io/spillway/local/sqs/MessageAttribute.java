package io.spillway.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Base64;

/**
 * A typed value that travels beside a message's body.
 *
 * @param dataType {@code String}, {@code Number} or {@code Binary}, perhaps with a label of the
 *     sender's own after a dot
 * @param value text; of a binary attribute the Base64 form, which the constructor checks
 */
public record MessageAttribute(String dataType, String value) {

    public MessageAttribute {
        requireNonNull(dataType, "dataType is null");
        requireNonNull(value, "value is null");
        if (isBinary(dataType)) {
            Base64.getDecoder().decode(value); // throws what this constructor has to
        }
    }

    public static MessageAttribute text(String value) {
        return new MessageAttribute("String", value);
    }

    boolean isBinary() {
        return isBinary(dataType);
    }

    private static boolean isBinary(String dataType) {
        return dataType.equals("Binary") || dataType.startsWith("Binary.");
    }

    /** The value as it counts for size and digest. */
    byte[] bytes() {
        return isBinary() ? Base64.getDecoder().decode(value) : value.getBytes(UTF_8);
    }

    /** Bytes of type and value that count towards the size of a message. */
    public long size() {
        return dataType.getBytes(UTF_8).length + (long) bytes().length;
    }
}

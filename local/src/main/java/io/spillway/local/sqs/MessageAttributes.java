package io.spillway.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.json.JsonObject;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A message's attributes, by name in alphabetical order; each is known to be one that SQS takes.
 */
record MessageAttributes(SortedMap<String, MessageAttribute> values) {

    static final MessageAttributes NONE = new MessageAttributes(new TreeMap<>());

    /** Source: Amazon SQS Developer Guide, "Amazon SQS message metadata". */
    static final int MOST = 10;

    MessageAttributes {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * @throws SqsError if SQS would refuse them
     */
    static MessageAttributes checked(Map<String, MessageAttribute> attributes) {
        if (attributes.size() > MOST) {
            throw SqsError.invalidValue(
                    attributes.size(),
                    "MessageAttributes",
                    "Number of message attributes must be at most %d.".formatted(MOST));
        }
        attributes.forEach(MessageAttributes::check);
        return new MessageAttributes(new TreeMap<>(attributes));
    }

    private static void check(String name, MessageAttribute attribute) {
        if (!isName(name)) {
            throw refused(
                    name,
                    "has a name that is not allowed: up to 256 letters, digits, '_', '-' and single inner dots, not starting with AWS. or Amazon.");
        }
        if (!attribute.dataType().matches("(String|Number|Binary)(\\..+)?")) {
            throw refused(
                    name,
                    "has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.");
        }
        checkValue(name, attribute);
    }

    private static boolean isName(String name) {
        return name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")
                && name.length() <= 256
                && !name.matches("(?i)(aws|amazon)\\..*");
    }

    private static void checkValue(String name, MessageAttribute attribute) {
        if (attribute.value().isEmpty()) {
            throw refused(
                    name,
                    "must contain a non-empty message attribute value for message attribute type '%s'."
                            .formatted(attribute.dataType()));
        }
        if (attribute.dataType().matches("Number(\\..+)?") && !isNumber(attribute.value())) {
            throw refused(name, "can't be cast to a number: \"%s\".".formatted(attribute.value()));
        }
        if (!attribute.isBinary()) {
            XmlText.check(attribute.value());
        }
    }

    private static boolean isNumber(String text) {
        try {
            return new BigDecimal(text).precision() <= 38;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static SqsError refused(String name, String reason) {
        return new SqsError(
                SqsError.Code.INVALID_PARAMETER_VALUE,
                "The message attribute '%s' %s".formatted(name, reason));
    }

    /** Reads the form of SQS's requests, which is also that of its answers and of our journal. */
    static MessageAttributes fromJson(Optional<JsonObject> json) {
        if (json.isEmpty()) {
            return NONE;
        }
        var attributes = new TreeMap<String, MessageAttribute>();
        for (var name : json.get().members().keySet()) {
            attributes.put(name, attributeFromJson(name, json.get().requireObject(name)));
        }
        return checked(attributes);
    }

    private static MessageAttribute attributeFromJson(String name, JsonObject json) {
        var type = json.text("DataType").orElse("");
        var member = type.matches("Binary(\\..+)?") ? "BinaryValue" : "StringValue";
        var value = json.text(member).orElse("");
        try {
            return new MessageAttribute(type, value);
        } catch (IllegalArgumentException _) {
            throw refused(name, "has a BinaryValue that isn't Base64.");
        }
    }

    JsonObject toJson() {
        var json = JsonObject.of();
        values.forEach(
                (name, attribute) ->
                        json.put(
                                name,
                                JsonObject.of()
                                        .put("DataType", attribute.dataType())
                                        .put(
                                                attribute.isBinary()
                                                        ? "BinaryValue"
                                                        : "StringValue",
                                                attribute.value())));
        return json.build();
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Bytes that count towards the size of the message: names, types and values. */
    long size() {
        return values.entrySet().stream()
                .mapToLong(entry -> entry.getKey().getBytes(UTF_8).length + entry.getValue().size())
                .sum();
    }

    /** Those asked for: by name, by {@code prefix.*}, or all by {@code All} or {@code .*}. */
    MessageAttributes named(List<String> patterns) {
        Predicate<String> wanted =
                name -> patterns.stream().anyMatch(pattern -> matches(pattern, name));
        var chosen = new TreeMap<>(values);
        chosen.keySet().removeIf(wanted.negate());
        return new MessageAttributes(chosen);
    }

    private static boolean matches(String pattern, String name) {
        if (pattern.equals("All")) {
            return true;
        }
        return pattern.endsWith(".*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 2))
                : name.equals(pattern);
    }

    /**
     * The digest by which a client checks what it sent or got. Source: Amazon SQS Developer Guide,
     * "Calculating the MD5 message digest for message attributes".
     */
    String md5() {
        var digest = Digests.md5();
        values.forEach(
                (name, attribute) -> {
                    digest.update(withLength(name.getBytes(UTF_8)));
                    digest.update(withLength(attribute.dataType().getBytes(UTF_8)));
                    digest.update((byte) (attribute.isBinary() ? 2 : 1));
                    digest.update(withLength(attribute.bytes()));
                });
        return Digests.hex(digest);
    }

    private static ByteBuffer withLength(byte[] bytes) {
        return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip();
    }
}

package io.spillway.pipeline.json;

import io.spillway.pipeline.json.JsonValue.Array;
import io.spillway.pipeline.json.JsonValue.Bool;
import io.spillway.pipeline.json.JsonValue.Null;
import io.spillway.pipeline.json.JsonValue.Numeric;
import io.spillway.pipeline.json.JsonValue.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Reads and writes {@link JsonValue}s. */
public final class Json {

    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Json() {}

    /**
     * Reads one document.
     *
     * @throws JsonMismatch if the text isn't one JSON document and nothing else
     */
    public static JsonValue read(String text) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return readDocument(parser);
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /**
     * Reads one document in UTF-8.
     *
     * @throws JsonMismatch if the bytes aren't one JSON document and nothing else
     */
    public static JsonValue read(byte[] utf8) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            return readDocument(parser);
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /** {@link #read(String)}, where only an object will do. */
    public static JsonObject readObject(String text) {
        return asObject(read(text));
    }

    /** {@link #read(byte[])}, where only an object will do. */
    public static JsonObject readObject(byte[] utf8) {
        return asObject(read(utf8));
    }

    /**
     * Reads one item of a list that is a member of a document, and passes over everything else
     * without making values of it: what a large document costs is hardly more than reading its
     * bytes.
     *
     * @param index from 0
     * @return empty if the list ends before it, or the document has no such list
     * @throws JsonMismatch if the text isn't one JSON document and nothing else, or no object
     */
    public static Optional<JsonValue> readItem(byte[] utf8, String list, int index) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonMismatch("The document is no object: expected one.");
            }
            var item = Optional.<JsonValue>empty();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var isMeant = parser.currentName().equals(list);
                if (parser.nextToken() == JsonToken.START_ARRAY && isMeant) {
                    item = item(parser, index);
                } else {
                    parser.skipChildren();
                }
            }
            demandEnd(parser);
            return item;
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /**
     * Reads the items of a list that is a member of a document one after another, and passes over
     * everything else. Holds one item in memory.
     *
     * @param utf8 closed with the stream
     * @return the items; the stream throws {@link JsonMismatch} where the text isn't JSON, and
     *     {@link java.io.UncheckedIOException} where it can't be read on
     */
    public static Stream<JsonObject> items(InputStream utf8, String list) {
        var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8);
        var items = new ListItems(parser, list);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED), false)
                .onClose(() -> close(utf8));
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The objects in a list, read as they are asked for. */
    private static final class ListItems implements Iterator<JsonObject> {
        private final JsonParser parser;
        private final String list;
        private boolean started;
        private boolean ended;
        private Optional<JsonObject> next = Optional.empty();

        ListItems(JsonParser parser, String list) {
            this.parser = parser;
            this.list = list;
        }

        @Override
        public boolean hasNext() {
            try {
                if (next.isEmpty() && !ended) {
                    read();
                }
                return next.isPresent();
            } catch (JacksonIOException e) {
                throw new UncheckedIOException(e.getCause());
            } catch (JacksonException e) {
                throw notJson(e);
            }
        }

        private void read() {
            if (!started && !findList()) {
                ended = true;
                return;
            }
            started = true;
            var token = parser.nextToken();
            if (token == null || token == JsonToken.END_ARRAY) {
                ended = true;
                return;
            }
            next = Optional.of(asObject(readValue(parser, token)));
        }

        private boolean findList() {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonMismatch("The document is no object: expected one.");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var isMeant = parser.currentName().equals(list);
                if (parser.nextToken() == JsonToken.START_ARRAY && isMeant) {
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        }

        @Override
        public JsonObject next() {
            if (!hasNext()) {
                throw new NoSuchElementException("List \"%s\" has ended.".formatted(list));
            }
            var item = next.get();
            next = Optional.empty();
            return item;
        }
    }

    private static Optional<JsonValue> item(JsonParser parser, int index) {
        var item = Optional.<JsonValue>empty();
        var at = 0;
        for (var next = parser.nextToken();
                next != JsonToken.END_ARRAY;
                next = parser.nextToken()) {
            if (at == index) {
                item = Optional.of(readValue(parser, next));
            } else {
                parser.skipChildren();
            }
            at++;
        }
        return item;
    }

    /** The value on one line. Equal values give equal text. */
    public static String write(JsonValue value) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(value, generator);
        }
        return text.toString();
    }

    public static byte[] writeBytes(JsonValue value) {
        return write(value).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject asObject(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new JsonMismatch("The document is %s: expected an object.".formatted(value.kind()));
    }

    private static JsonMismatch notJson(JacksonException e) {
        return new JsonMismatch(
                "Not JSON at %d:%d: %s"
                        .formatted(
                                e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                                e.getOriginalMessage()));
    }

    private static JsonValue readDocument(JsonParser parser) {
        var first = parser.nextToken();
        if (first == null) {
            throw new JsonMismatch("The document is empty: expected JSON.");
        }
        var value = readValue(parser, first);
        demandEnd(parser);
        return value;
    }

    private static void demandEnd(JsonParser parser) {
        if (parser.nextToken() != null) {
            throw new JsonMismatch(
                    "Text follows the JSON document at %s.".formatted(position(parser)));
        }
    }

    private static JsonValue readValue(JsonParser parser, JsonToken token) {
        var at = position(parser);
        return switch (token) {
            case START_OBJECT -> readMembers(parser, at);
            case START_ARRAY -> {
                var items = new ArrayList<JsonValue>();
                for (var next = parser.nextToken();
                        next != JsonToken.END_ARRAY;
                        next = parser.nextToken()) {
                    items.add(readValue(parser, next));
                }
                yield new Array(at, items);
            }
            case VALUE_STRING -> new Text(at, parser.getString());
            case VALUE_NUMBER_INT -> new Numeric(at, new BigDecimal(parser.getBigIntegerValue()));
            case VALUE_NUMBER_FLOAT -> new Numeric(at, parser.getDecimalValue());
            case VALUE_TRUE -> new Bool(at, true);
            case VALUE_FALSE -> new Bool(at, false);
            case VALUE_NULL -> new Null(at);
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException("Token " + token + " starts no JSON value.");
        };
    }

    private static JsonObject readMembers(JsonParser parser, Position at) {
        var members = new LinkedHashMap<String, JsonObject.Member>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var nameAt = position(parser);
            var name = parser.currentName();
            members.put(name, new JsonObject.Member(nameAt, readValue(parser, parser.nextToken())));
        }
        return new JsonObject(at, members);
    }

    private static Position position(JsonParser parser) {
        var location = parser.currentTokenLocation();
        return new Position(location.getLineNr(), location.getColumnNr());
    }

    private static void write(JsonValue value, JsonGenerator generator) {
        switch (value) {
            case Text(var _, var text) -> generator.writeString(text);
            case Numeric(var _, var number) -> writeNumber(number, generator);
            case Bool(var _, var bool) -> generator.writeBoolean(bool);
            case Null _ -> generator.writeNull();
            case Array(var _, var items) -> {
                generator.writeStartArray();
                items.forEach(item -> write(item, generator));
                generator.writeEndArray();
            }
            case JsonObject(var _, var members) -> {
                generator.writeStartObject();
                members.forEach(
                        (name, member) -> {
                            generator.writeName(name);
                            write(member.value(), generator);
                        });
                generator.writeEndObject();
            }
        }
    }

    private static void writeNumber(BigDecimal number, JsonGenerator generator) {
        if (number.scale() <= 0 && number.precision() - number.scale() <= 18) {
            generator.writeNumber(number.longValueExact());
        } else {
            generator.writeNumber(number);
        }
    }
}

package io.spillway.local.sqs;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The parameters of one request; what is missing or out of range is refused in SQS's words. */
record Request(JsonObject json) {

    String text(String name) {
        return json.text(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> SqsError.missing(name));
    }

    Optional<String> optionalText(String name) {
        return json.text(name);
    }

    OptionalLong number(String name, long from, long to) {
        var number = json.whole(name);
        if (number.isPresent() && (number.getAsLong() < from || number.getAsLong() > to)) {
            throw SqsError.invalidValue(
                    number.getAsLong(),
                    name,
                    "Must be between %d and %d, if provided.".formatted(from, to));
        }
        return number;
    }

    List<String> texts(String name) {
        return json.array(name).stream()
                .map(
                        value ->
                                switch (value) {
                                    case JsonValue.Text(var _, var text) -> text;
                                    case JsonValue _ ->
                                            throw new SqsError(
                                                    SqsError.Code.SERIALIZATION,
                                                    "%s holds %s: expected text."
                                                            .formatted(name, value.kind()));
                                })
                .toList();
    }

    Map<String, String> map(String name) {
        var map = new LinkedHashMap<String, String>();
        json.object(name)
                .ifPresent(
                        members ->
                                members.members()
                                        .keySet()
                                        .forEach(key -> map.put(key, members.requireText(key))));
        return map;
    }

    Optional<JsonObject> object(String name) {
        return json.object(name);
    }

    /** The queue's name, from the parameter {@code QueueUrl}. */
    String queueName(AwsAccount account) {
        var url = text("QueueUrl");
        var name = url.substring(url.lastIndexOf('/') + 1);
        if (name.isEmpty() || !url.endsWith("/" + account.id() + "/" + name)) {
            throw new QueueDoesNotExist(url);
        }
        return name;
    }

    List<Request> entries() {
        return json.objects("Entries").stream().map(Request::new).toList();
    }
}

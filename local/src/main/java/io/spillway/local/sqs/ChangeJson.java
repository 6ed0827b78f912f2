package io.spillway.local.sqs;

import io.spillway.local.sqs.Change.Configured;
import io.spillway.local.sqs.Change.Count;
import io.spillway.local.sqs.Change.Created;
import io.spillway.local.sqs.Change.Deleted;
import io.spillway.local.sqs.Change.Moved;
import io.spillway.local.sqs.Change.Purged;
import io.spillway.local.sqs.Change.Received;
import io.spillway.local.sqs.Change.Remembered;
import io.spillway.local.sqs.Change.Removed;
import io.spillway.local.sqs.Change.Sent;
import io.spillway.local.sqs.Change.Tagged;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The journal's form of a {@link Change}. */
final class ChangeJson {

    private ChangeJson() {}

    static JsonObject write(Change change) {
        var json = JsonObject.of().put("queue", change.queue());
        var written =
                switch (change) {
                    case Created(var _, var attributes, var tags, var at) ->
                            json.put("change", "created")
                                    .put("attributes", texts(attributes))
                                    .put("tags", texts(tags))
                                    .put("at", at);
                    case Deleted _ -> json.put("change", "deleted");
                    case Configured(var _, var attributes, var at) ->
                            json.put("change", "configured")
                                    .put("attributes", texts(attributes))
                                    .put("at", at);
                    case Tagged(var _, var tags) ->
                            json.put("change", "tagged").put("tags", texts(tags));
                    case Sent(var _, var messages) ->
                            json.put("change", "sent")
                                    .put("messages", list(messages, m -> write(m)));
                    case Received(var _, var counts) ->
                            json.put("change", "received")
                                    .put("counts", list(counts, c -> write(c)));
                    case Removed(var _, var numbers) ->
                            json.put("change", "removed").put("numbers", numbers(numbers));
                    case Moved(var _, var numbers, var to, var messages, var counts) ->
                            json.put("change", "moved")
                                    .put("numbers", numbers(numbers))
                                    .put("to", to)
                                    .put("messages", list(messages, m -> write(m)))
                                    .put("counts", list(counts, c -> write(c)));
                    case Purged _ -> json.put("change", "purged");
                    case Remembered(var _, var sent) ->
                            json.put("change", "remembered").put("sent", list(sent, s -> write(s)));
                };
        return written.build();
    }

    static Change read(JsonObject json) {
        var queue = json.requireText("queue");
        return switch (json.requireText("change")) {
            case "created" ->
                    new Created(
                            queue,
                            texts(json.requireObject("attributes")),
                            texts(json.requireObject("tags")),
                            json.requireWhole("at"));
            case "deleted" -> new Deleted(queue);
            case "configured" ->
                    new Configured(
                            queue,
                            texts(json.requireObject("attributes")),
                            json.requireWhole("at"));
            case "tagged" -> new Tagged(queue, texts(json.requireObject("tags")));
            case "sent" -> new Sent(queue, messages(json));
            case "received" -> new Received(queue, counts(json));
            case "removed" -> new Removed(queue, numbers(json));
            case "moved" ->
                    new Moved(
                            queue,
                            numbers(json),
                            json.requireText("to"),
                            messages(json),
                            counts(json));
            case "purged" -> new Purged(queue);
            case "remembered" ->
                    new Remembered(
                            queue, json.objects("sent").stream().map(ChangeJson::sent).toList());
            case String other ->
                    throw new JsonMismatch("\"%s\" is no change of a queue.".formatted(other));
        };
    }

    private static JsonObject write(Message message) {
        var draft = message.draft();
        var json =
                JsonObject.of()
                        .put("number", message.number())
                        .put("id", message.id())
                        .put("sentAt", message.sentAt())
                        .put("dueAt", message.dueAt())
                        .put("body", draft.body());
        if (!draft.attributes().isEmpty()) {
            json.put("attributes", draft.attributes().toJson());
        }
        if (!draft.systemAttributes().isEmpty()) {
            json.put("systemAttributes", draft.systemAttributes().toJson());
        }
        return json.putText("group", draft.groupId())
                .putText("deduplication", draft.deduplicationId())
                .putText("deadLetterSource", message.deadLetterSource())
                .build();
    }

    private static List<Message> messages(JsonObject json) {
        return json.objects("messages").stream().map(ChangeJson::message).toList();
    }

    private static Message message(JsonObject json) {
        var draft =
                new Draft(
                        json.requireText("body"),
                        MessageAttributes.fromJson(json.object("attributes")),
                        MessageAttributes.fromJson(json.object("systemAttributes")),
                        json.text("group"),
                        json.text("deduplication"));
        return new Message(
                json.requireWhole("number"),
                json.requireText("id"),
                json.requireWhole("sentAt"),
                json.requireWhole("dueAt"),
                draft,
                json.text("deadLetterSource"));
    }

    private static JsonObject write(Count count) {
        return JsonObject.of()
                .put("number", count.number())
                .put("receives", count.receives())
                .put("firstAt", count.firstAt())
                .build();
    }

    private static List<Count> counts(JsonObject json) {
        return json.objects("counts").stream()
                .map(
                        count ->
                                new Count(
                                        count.requireWhole("number"),
                                        Math.toIntExact(count.requireWhole("receives")),
                                        count.requireWhole("firstAt")))
                .toList();
    }

    private static JsonObject write(Deduplication.Sent sent) {
        return JsonObject.of()
                .put("key", sent.key())
                .put("messageId", sent.messageId())
                .put("number", sent.number())
                .put("at", sent.at())
                .build();
    }

    private static Deduplication.Sent sent(JsonObject json) {
        return new Deduplication.Sent(
                json.requireText("key"),
                json.requireText("messageId"),
                json.requireWhole("number"),
                json.requireWhole("at"));
    }

    private static <T> List<JsonObject> list(List<T> items, Function<T, JsonObject> write) {
        return items.stream().map(write).toList();
    }

    private static List<JsonValue.Numeric> numbers(List<Long> numbers) {
        return numbers.stream()
                .map(n -> new JsonValue.Numeric(Position.NONE, BigDecimal.valueOf(n)))
                .toList();
    }

    private static List<Long> numbers(JsonObject json) {
        return json.array("numbers").stream()
                .map(
                        value ->
                                switch (value) {
                                    case JsonValue.Numeric(var _, var number) ->
                                            number.longValueExact();
                                    case JsonValue other ->
                                            throw new JsonMismatch("numbers", "numbers", other);
                                })
                .toList();
    }

    private static JsonObject texts(Map<String, String> texts) {
        var json = JsonObject.of();
        texts.forEach(json::put);
        return json.build();
    }

    private static Map<String, String> texts(JsonObject json) {
        var texts = new LinkedHashMap<String, String>();
        json.members().keySet().forEach(name -> texts.put(name, json.requireText(name)));
        return texts;
    }
}

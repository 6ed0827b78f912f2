package io.spillway.monitoring;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A message of the queue that feeds a function.
 *
 * <p>Source of the form in which Lambda hands it over: AWS Lambda developer guide, "Using Lambda
 * with Amazon SQS".
 */
public record QueueMessage(String id, String body) {

    /** The messages of an invocation's input. */
    public static List<QueueMessage> read(byte[] input) {
        return Json.readObject(input).objects("Records").stream()
                .map(
                        message ->
                                new QueueMessage(
                                        message.requireText("messageId"),
                                        message.text("body").orElse("")))
                .toList();
    }

    /** An invocation's output: which messages were not done and come again. */
    public static byte[] answer(Set<String> idsAgain) {
        var failures =
                idsAgain.stream()
                        .sorted()
                        .map(id -> JsonObject.of().put("itemIdentifier", id).build())
                        .toList();
        return Json.writeBytes(JsonObject.of().put("batchItemFailures", failures).build());
    }

    /**
     * What was published on the topic, delivered raw or in SNS's envelope; empty if the body is
     * neither.
     */
    public Optional<JsonObject> published() {
        try {
            var json = Json.readObject(body);
            if (json.text("Type").filter("Notification"::equals).isPresent()) {
                return Optional.of(Json.readObject(json.requireText("Message")));
            }
            return Optional.of(json);
        } catch (JsonMismatch e) {
            return Optional.empty();
        }
    }
}

package io.spillway.local.function;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an invocation did to its messages.
 *
 * <p>Source: AWS Lambda Developer Guide, "Handling errors for an SQS event source in Lambda".
 *
 * @param failed identifiers of the messages to be delivered again
 * @param problem why the whole batch failed, if it did
 */
record BatchOutcome(Set<String> failed, Optional<String> problem) {

    BatchOutcome {
        failed = Set.copyOf(failed);
    }

    /** All messages are to be delivered again. */
    static BatchOutcome wholeBatchFailed(Set<String> messageIds, String problem) {
        return new BatchOutcome(messageIds, Optional.of(problem));
    }

    /**
     * Reads a partial batch response. No answer, {@code null}, and an answer without failures mean
     * that all is done; whatever can't be understood means that nothing is.
     */
    static BatchOutcome of(String response, Set<String> messageIds) {
        try {
            return new BatchOutcome(failures(response, messageIds), Optional.empty());
        } catch (JsonMismatch e) {
            return wholeBatchFailed(
                    messageIds, "The answer is no batch response: " + e.getMessage());
        }
    }

    private static Set<String> failures(String response, Set<String> messageIds) {
        if (response.isBlank()) {
            return Set.of();
        }
        return switch (Json.read(response)) {
            case JsonValue.Null _ -> Set.of();
            case JsonObject object -> failures(object, messageIds);
            case JsonValue other ->
                    throw new JsonMismatch("It is %s: expected an object.".formatted(other.kind()));
        };
    }

    private static Set<String> failures(JsonObject response, Set<String> messageIds) {
        var failed = new HashSet<String>();
        for (var failure : response.objects("batchItemFailures")) {
            var id = failure.requireText("itemIdentifier");
            if (!messageIds.contains(id)) {
                throw new JsonMismatch(
                        "itemIdentifier \"%s\" is none of the batch's messages.".formatted(id));
            }
            failed.add(id);
        }
        return failed;
    }
}

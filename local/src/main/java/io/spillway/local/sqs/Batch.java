package io.spillway.local.sqs;

import io.spillway.local.sqs.SqsError.Code;
import io.spillway.pipeline.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The answer to a batch: each entry succeeds or fails by itself. */
final class Batch {

    /** Source: Amazon SQS API Reference, "SendMessageBatch" and its siblings. */
    private static final int MOST_ENTRIES = 10;

    private final List<JsonObject> successful = new ArrayList<>();
    private final List<JsonObject> failed = new ArrayList<>();

    /**
     * The entries of a request.
     *
     * @throws SqsError if there are none or too many, or their ids are odd or equal
     */
    static List<Request> entries(Request request) {
        var entries = request.entries();
        if (entries.isEmpty()) {
            throw new SqsError(
                    Code.EMPTY_BATCH_REQUEST, "There should be at least one entry in the request.");
        }
        if (entries.size() > MOST_ENTRIES) {
            throw new SqsError(
                    Code.TOO_MANY_ENTRIES_IN_BATCH_REQUEST,
                    "Maximum number of entries per request are %d. You have sent %d."
                            .formatted(MOST_ENTRIES, entries.size()));
        }
        checkIds(entries);
        return entries;
    }

    private static void checkIds(List<Request> entries) {
        var ids = new HashSet<String>();
        for (var entry : entries) {
            var id = entry.text("Id");
            if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
                throw new SqsError(
                        Code.INVALID_BATCH_ENTRY_ID,
                        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long: \"%s\" isn't that."
                                .formatted(id));
            }
            if (!ids.add(id)) {
                throw new SqsError(
                        Code.BATCH_ENTRY_IDS_NOT_DISTINCT, "Id %s repeated.".formatted(id));
            }
        }
    }

    void add(Request entry, Outcome<JsonObject.Builder> outcome) {
        var id = entry.text("Id");
        switch (outcome) {
            case Outcome.Done<JsonObject.Builder>(var answer) ->
                    successful.add(answer.put("Id", id).build());
            case Outcome.Refused<JsonObject.Builder>(var error) ->
                    failed.add(
                            JsonObject.of()
                                    .put("Id", id)
                                    .put("SenderFault", true)
                                    .put("Code", error.code().queryCode())
                                    .put("Message", error.getMessage())
                                    .build());
        }
    }

    JsonObject answer() {
        return JsonObject.of().put("Successful", successful).put("Failed", failed).build();
    }
}

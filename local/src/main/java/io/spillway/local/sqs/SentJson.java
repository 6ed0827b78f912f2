package io.spillway.local.sqs;

import io.spillway.pipeline.json.JsonObject;

/** What a sender is told, with the digests it checks. */
final class SentJson {

    private SentJson() {}

    static JsonObject.Builder write(Sending.Sent sent, Draft draft) {
        var json =
                JsonObject.of()
                        .put("MessageId", sent.messageId())
                        .put("MD5OfMessageBody", Digests.md5(draft.body()));
        if (!draft.attributes().isEmpty()) {
            json.put("MD5OfMessageAttributes", draft.attributes().md5());
        }
        if (!draft.systemAttributes().isEmpty()) {
            json.put("MD5OfMessageSystemAttributes", draft.systemAttributes().md5());
        }
        return json.putText("SequenceNumber", sent.sequenceNumber());
    }
}

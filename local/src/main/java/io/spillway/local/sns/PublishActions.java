package io.spillway.local.sns;

import io.spillway.local.sns.SnsError.Code;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The operations by which messages come in. */
final class PublishActions {

    /** Source: Amazon SNS API Reference, "PublishBatch". */
    private static final int MOST_ENTRIES = 10;

    private final Topics topics;
    private final Publisher publisher;

    PublishActions(Topics topics, Publisher publisher) {
        this.topics = topics;
        this.publisher = publisher;
    }

    Map<String, SnsHandler.Action> byName() {
        return Map.of("Publish", this::publish, "PublishBatch", this::publishBatch);
    }

    private String publish(Form form) {
        if (form.optional("PhoneNumber").isPresent()) {
            throw SnsError.invalid("PhoneNumber", "This stand-in sends no text messages.");
        }
        var arn =
                form.optional("TopicArn")
                        .or(() -> form.optional("TargetArn"))
                        .orElseThrow(
                                () ->
                                        SnsError.invalid(
                                                "TopicArn or TargetArn",
                                                "no value for required parameter"));
        return Xml.text("MessageId", publish(arn, form, ""));
    }

    /**
     * @param dot what stands before the names of parameters: nothing, or a dot in a list's item
     */
    private String publish(String topicArn, Form form, String dot) {
        return publisher.publish(
                topicArn, message(form, dot), form.optional(dot + "MessageGroupId"));
    }

    private static SnsMessage message(Form form, String dot) {
        var structure = form.optional(dot + "MessageStructure");
        if (structure.filter(value -> !value.equals("json")).isPresent()) {
            throw SnsError.invalid("MessageStructure", "Must be json, if provided.");
        }
        return new SnsMessage(
                form.optional(dot + "Subject"),
                form.require(dot + "Message"),
                structure.isPresent(),
                SnsAttributes.read(form, dot));
    }

    private String publishBatch(Form form) {
        var topic = topics.require(form.require("TopicArn"));
        var entries = form.items("PublishBatchRequestEntries.member");
        checkEntries(entries, topic.maximumMessageSize());
        var successful = new StringBuilder();
        var failed = new StringBuilder();
        for (var entry : entries) {
            var id = Xml.text("Id", entry.require(".Id"));
            try {
                var messageId = Xml.text("MessageId", publish(topic.arn(), entry, "."));
                successful.append(Xml.element("member", id, messageId));
            } catch (SnsError e) {
                failed.append(
                        Xml.element(
                                "member",
                                id,
                                Xml.text("Code", e.code().text()),
                                Xml.text("Message", e.getMessage()),
                                Xml.text("SenderFault", "true")));
            }
        }
        return Xml.element("Successful", successful.toString())
                + Xml.element("Failed", failed.toString());
    }

    private static void checkEntries(List<Form> entries, long mostBytes) {
        if (entries.isEmpty()) {
            throw new SnsError(
                    Code.EMPTY_BATCH_REQUEST, "The batch request doesn't contain any entries.");
        }
        if (entries.size() > MOST_ENTRIES) {
            throw new SnsError(
                    Code.TOO_MANY_ENTRIES_IN_BATCH_REQUEST,
                    "The batch request contains more entries than permissible: %d, at most %d."
                            .formatted(entries.size(), MOST_ENTRIES));
        }
        checkIds(entries);
        long bytes = entries.stream().mapToLong(entry -> message(entry, ".").size()).sum();
        if (bytes > mostBytes) {
            throw new SnsError(
                    Code.BATCH_REQUEST_TOO_LONG,
                    "The length of all the messages put together is more than the limit: %d bytes exceed %d."
                            .formatted(bytes, mostBytes));
        }
    }

    private static void checkIds(List<Form> entries) {
        var ids = new HashSet<String>();
        for (var entry : entries) {
            var id = entry.require(".Id");
            if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
                throw new SnsError(
                        Code.INVALID_BATCH_ENTRY_ID,
                        "The Id of a batch entry doesn't abide by the specification: \"%s\"."
                                .formatted(id));
            }
            if (!ids.add(id)) {
                throw new SnsError(
                        Code.BATCH_ENTRY_IDS_NOT_DISTINCT,
                        "Two or more batch entries in the request have the same Id: %s."
                                .formatted(id));
            }
        }
    }
}

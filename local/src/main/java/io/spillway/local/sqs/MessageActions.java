package io.spillway.local.sqs;

import io.spillway.local.sqs.SqsError.Code;
import io.spillway.pipeline.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The operations on messages. */
final class MessageActions {

    /** Source: Amazon SQS API Reference, "SendMessageBatch". */
    private static final long MOST_BATCH_BYTES = 1_048_576;

    private static final int MOST_HIDDEN_SECONDS = 43_200;
    private static final JsonObject NOTHING = JsonObject.of().build();

    private final Queues queues;

    MessageActions(Queues queues) {
        this.queues = queues;
    }

    Map<String, SqsHandler.Action> byName() {
        return Map.of(
                "ChangeMessageVisibility", this::changeVisibility,
                "ChangeMessageVisibilityBatch", this::changeVisibilityBatch,
                "DeleteMessage", this::delete,
                "DeleteMessageBatch", this::deleteBatch,
                "ReceiveMessage", this::receive,
                "SendMessage", this::send,
                "SendMessageBatch", this::sendBatch);
    }

    private Queue queue(Request request) {
        return queues.require(request.queueName(queues.account()));
    }

    private JsonObject send(Request request) {
        var sending = sending(request);
        return SentJson.write(queue(request).send(sending), sending.draft()).build();
    }

    private static Sending.Request sending(Request request) {
        var draft =
                new Draft(
                        request.text("MessageBody"),
                        MessageAttributes.fromJson(request.object("MessageAttributes")),
                        systemAttributes(request),
                        request.optionalText("MessageGroupId"),
                        request.optionalText("MessageDeduplicationId"));
        return new Sending.Request(draft, request.number("DelaySeconds", 0, 900));
    }

    private static MessageAttributes systemAttributes(Request request) {
        var attributes = request.object("MessageSystemAttributes");
        var unknown =
                attributes.stream()
                        .flatMap(given -> given.members().keySet().stream())
                        .filter(name -> !name.equals("AWSTraceHeader"))
                        .findFirst();
        if (unknown.isPresent()) {
            throw SqsError.invalidValue(
                    unknown.get(), "MessageSystemAttributes", "Only AWSTraceHeader is allowed.");
        }
        return MessageAttributes.fromJson(attributes);
    }

    private JsonObject sendBatch(Request request) {
        var queue = queue(request);
        var entries = Batch.entries(request);
        var read = entries.stream().map(entry -> Outcome.of(() -> sending(entry))).toList();
        refuseLongBatch(read);
        var sent = queue.sendBatch(read.stream().flatMap(Outcome::stream).toList()).iterator();
        var batch = new Batch();
        for (int at = 0; at < entries.size(); at++) {
            var outcome =
                    switch (read.get(at)) {
                        case Outcome.Refused<Sending.Request>(var error) ->
                                new Outcome.Refused<JsonObject.Builder>(error);
                        case Outcome.Done<Sending.Request>(var sending) ->
                                sent.next().map(told -> SentJson.write(told, sending.draft()));
                    };
            batch.add(entries.get(at), outcome);
        }
        return batch.answer();
    }

    private static void refuseLongBatch(List<Outcome<Sending.Request>> read) {
        long bytes =
                read.stream()
                        .flatMap(Outcome::stream)
                        .mapToLong(sending -> sending.draft().size())
                        .sum();
        if (bytes > MOST_BATCH_BYTES) {
            throw new SqsError(
                    Code.BATCH_REQUEST_TOO_LONG,
                    "Batch requests cannot be longer than %d bytes. You have sent %d bytes."
                            .formatted(MOST_BATCH_BYTES, bytes));
        }
    }

    private JsonObject receive(Request request) throws InterruptedException {
        var queue = queue(request);
        long most = request.number("MaxNumberOfMessages", 1, 10).orElse(1);
        var wait = request.number("WaitTimeSeconds", 0, 20);
        var form = new ReceivedJson(queues.account(), request);
        var received =
                queue.receive(
                        new Receiving.Request(
                                (int) most,
                                Duration.ofSeconds(wait.orElseGet(() -> presetWait(queue))),
                                request.number("VisibilityTimeout", 0, MOST_HIDDEN_SECONDS)));
        if (received.isEmpty()) {
            return NOTHING;
        }
        return JsonObject.of().put("Messages", received.stream().map(form::write).toList()).build();
    }

    private static long presetWait(Queue queue) {
        return queue.attributes().number("ReceiveMessageWaitTimeSeconds");
    }

    private JsonObject delete(Request request) {
        var queue = queue(request);
        queue.delete(receipt(request, queue));
        return NOTHING;
    }

    private JsonObject deleteBatch(Request request) {
        var queue = queue(request);
        return each(request, entry -> queue.delete(receipt(entry, queue)));
    }

    private JsonObject changeVisibility(Request request) {
        changeVisibility(request, queue(request));
        return NOTHING;
    }

    private JsonObject changeVisibilityBatch(Request request) {
        var queue = queue(request);
        return each(request, entry -> changeVisibility(entry, queue));
    }

    private static void changeVisibility(Request request, Queue queue) {
        var seconds = request.number("VisibilityTimeout", 0, MOST_HIDDEN_SECONDS);
        queue.changeVisibility(
                receipt(request, queue),
                seconds.orElseThrow(() -> SqsError.missing("VisibilityTimeout")));
    }

    private static Receipt receipt(Request request, Queue queue) {
        return Receipt.of(request.text("ReceiptHandle"), queue.name());
    }

    private static JsonObject each(Request request, Consumer<Request> operation) {
        var batch = new Batch();
        for (var entry : Batch.entries(request)) {
            batch.add(
                    entry,
                    Outcome.of(
                            () -> {
                                operation.accept(entry);
                                return JsonObject.of();
                            }));
        }
        return batch.answer();
    }
}

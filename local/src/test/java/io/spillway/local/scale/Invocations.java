package io.spillway.local.scale;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.router.RouterFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Calls the function as Lambda does, with the JSON of a batch, and clocks it. Safe for use by many
 * threads.
 */
final class Invocations {

    private final RouterFunction function;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();

    Invocations(RouterFunction function) {
        this.function = function;
    }

    /** The messages of a batch that must come again. */
    List<Delivery> of(List<Delivery> batch) throws IOException {
        var number = count.incrementAndGet();
        var event = event(batch);
        var out = new ByteArrayOutputStream();
        var start = System.nanoTime();
        function.handleRequest(
                new ByteArrayInputStream(event), out, new AMinuteLeft("request-" + number));
        nanos.addAndGet(System.nanoTime() - start);
        var failed = failed(out.toByteArray());
        return batch.stream().filter(message -> failed.contains(message.messageId())).toList();
    }

    static String receiptHandle(Delivery message) {
        return "AQEB" + message.messageId();
    }

    private static byte[] event(List<Delivery> batch) {
        return Json.writeBytes(
                JsonObject.of()
                        .put("Records", batch.stream().map(Invocations::record).toList())
                        .build());
    }

    private static JsonObject record(Delivery message) {
        return JsonObject.of()
                .put("messageId", message.messageId())
                .put("receiptHandle", receiptHandle(message))
                .put("body", message.body())
                .put(
                        "attributes",
                        JsonObject.of()
                                .put(
                                        "ApproximateReceiveCount",
                                        Integer.toString(message.received()))
                                .put("SentTimestamp", "1767322805678"))
                .put("messageAttributes", JsonObject.of())
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", "arn:aws:sqs:eu-central-1:123456789012:intake")
                .put("awsRegion", "eu-central-1")
                .build();
    }

    private static Set<String> failed(byte[] answer) {
        return Json.readObject(answer).objects("batchItemFailures").stream()
                .map(failure -> failure.requireText("itemIdentifier"))
                .collect(Collectors.toSet());
    }

    long count() {
        return count.get();
    }

    /** Time inside the function, added up over all invocations, in seconds. */
    double seconds() {
        return nanos.get() / 1e9;
    }
}

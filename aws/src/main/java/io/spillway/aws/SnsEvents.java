package io.spillway.aws;

import static java.util.stream.Collectors.joining;

import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/** Amazon SNS. One message per event, with the attributes that subscribers filter on. */
public final class SnsEvents implements Events {

    /** Most messages in one request. Source: Amazon SNS API, {@code PublishBatch}. */
    private static final int MOST_PER_REQUEST = 10;

    private final Supplier<SnsClient> sns;
    private final String topicArn;

    public SnsEvents(SnsClient sns, String topicArn) {
        this(() -> sns, topicArn);
    }

    /**
     * @param sns asked for its client at each request, so that whoever makes none needs none
     */
    public SnsEvents(Supplier<SnsClient> sns, String topicArn) {
        this.sns = sns;
        this.topicArn = topicArn;
    }

    @Override
    public void publish(List<? extends CloudEvent> events) throws IOException {
        for (int first = 0; first < events.size(); first += MOST_PER_REQUEST) {
            publishTogether(
                    events.subList(first, Math.min(events.size(), first + MOST_PER_REQUEST)));
        }
    }

    private void publishTogether(List<? extends CloudEvent> events) throws IOException {
        try {
            if (events.size() == 1) {
                var event = events.getFirst();
                sns.get()
                        .publish(
                                publish ->
                                        publish.topicArn(topicArn)
                                                .message(Json.write(event.toJson()))
                                                .messageAttributes(attributes(event)));
                return;
            }
            var entries =
                    IntStream.range(0, events.size())
                            .mapToObj(i -> entry(i, events.get(i)))
                            .toList();
            var answer =
                    sns.get()
                            .publishBatch(
                                    batch ->
                                            batch.topicArn(topicArn)
                                                    .publishBatchRequestEntries(entries));
            if (!answer.failed().isEmpty()) {
                throw new IOException(
                        "Publishing to %s failed for %d of %d events: %s. They are published again with the work item."
                                .formatted(
                                        topicArn,
                                        answer.failed().size(),
                                        events.size(),
                                        answer.failed().stream()
                                                .map(f -> f.code() + " " + f.message())
                                                .distinct()
                                                .collect(joining(", "))));
            }
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException(
                    "Publishing %d events to %s failed: %s"
                            .formatted(events.size(), topicArn, e.getMessage()),
                    e);
        }
    }

    private static PublishBatchRequestEntry entry(int index, CloudEvent event) {
        return PublishBatchRequestEntry.builder()
                .id(Integer.toString(index))
                .message(Json.write(event.toJson()))
                .messageAttributes(attributes(event))
                .build();
    }

    private static Map<String, MessageAttributeValue> attributes(CloudEvent event) {
        return event.attributes().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                attribute ->
                                        MessageAttributeValue.builder()
                                                .dataType("String")
                                                .stringValue(attribute.getValue())
                                                .build()));
    }
}

package io.spillway.local.run;

import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The phase events and notices, as anybody gets them: from a queue subscribed to the topic. Each is
 * written to a file, once by its id, before its message is deleted.
 */
final class EventFeed implements AutoCloseable {

    private final SqsClient sqs;
    private final String queueUrl;
    private final BufferedWriter file;
    private final Set<String> seen;

    private EventFeed(SqsClient sqs, String queueUrl, BufferedWriter file, Set<String> seen) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.file = file;
        this.seen = seen;
    }

    static EventFeed subscribe(
            SqsClient sqs, SnsClient sns, String queue, String topicArn, Path file)
            throws IOException {
        var url = sqs.createQueue(create -> create.queueName(queue)).queueUrl();
        var arn =
                sqs.getQueueAttributes(
                                get ->
                                        get.queueUrl(url)
                                                .attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN);
        sns.subscribe(
                subscribe ->
                        subscribe
                                .topicArn(topicArn)
                                .protocol("sqs")
                                .endpoint(arn)
                                .attributes(Map.of("RawMessageDelivery", "true")));
        var seen = seenIn(file);
        return new EventFeed(
                sqs,
                url,
                Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                seen);
    }

    /** Ids of the events in a file, whose last line may have been cut short; it is mended. */
    private static Set<String> seenIn(Path file) throws IOException {
        var seen = new HashSet<String>();
        if (!Files.exists(file)) {
            return seen;
        }
        var text = Files.readString(file);
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.length() < text.length()) {
            Files.writeString(file, whole);
        }
        whole.lines().forEach(line -> seen.add(Json.readObject(line).requireText("id")));
        return seen;
    }

    /** Waits up to a second for events, and tells of those that are new. */
    void poll(Consumer<CloudEvent> told) throws IOException {
        try {
            var messages =
                    sqs.receiveMessage(
                                    receive ->
                                            receive.queueUrl(queueUrl)
                                                    .maxNumberOfMessages(10)
                                                    .waitTimeSeconds(1))
                            .messages();
            if (messages.isEmpty()) {
                return;
            }
            for (var message : messages) {
                take(message, told);
            }
            file.flush();
            delete(messages);
        } catch (SdkException e) {
            throw new IOException(
                    "Cannot receive events from %s: %s".formatted(queueUrl, e.getMessage()), e);
        }
    }

    /** Entries go by their place: a message that SQS delivers twice at once has one id. */
    private void delete(List<Message> messages) {
        var entries =
                IntStream.range(0, messages.size())
                        .mapToObj(
                                i ->
                                        DeleteMessageBatchRequestEntry.builder()
                                                .id(Integer.toString(i))
                                                .receiptHandle(messages.get(i).receiptHandle())
                                                .build())
                        .toList();
        sqs.deleteMessageBatch(delete -> delete.queueUrl(queueUrl).entries(entries));
    }

    private void take(Message message, Consumer<CloudEvent> told) throws IOException {
        CloudEvent event;
        try {
            event = CloudEvent.fromJson(Json.readObject(message.body()));
        } catch (JsonMismatch e) {
            return; // somebody else publishes to the topic too
        }
        if (seen.add(event.id())) {
            file.write(message.body().replace("\n", " "));
            file.write('\n');
            told.accept(event);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

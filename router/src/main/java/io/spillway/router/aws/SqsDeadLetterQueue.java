package io.spillway.router.aws;

import io.spillway.router.DeadLetterQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Amazon SQS. */
public final class SqsDeadLetterQueue implements DeadLetterQueue {

    /** Most messages in one answer. Source: Amazon SQS API, {@code ReceiveMessage}. */
    private static final int MOST_PER_REQUEST = 10;

    /**
     * For how long a message is hidden, so that the next request of the same look brings another
     * one. Nothing deletes it: after that it is there as before.
     */
    private static final Duration HIDDEN = Duration.ofSeconds(20);

    private final Supplier<SqsClient> sqs;
    private final String queueUrl;

    public SqsDeadLetterQueue(SqsClient sqs, String queueUrl) {
        this(() -> sqs, queueUrl);
    }

    /**
     * @param sqs asked for its client at each request, so that whoever makes none needs none
     */
    public SqsDeadLetterQueue(Supplier<SqsClient> sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public List<Letter> look(int most) throws IOException {
        var letters = new LinkedHashMap<String, Letter>();
        try {
            while (letters.size() < most) {
                var wanted = Math.min(MOST_PER_REQUEST, most - letters.size());
                var before = letters.size();
                receive(wanted).forEach(each -> letters.putIfAbsent(each.messageId(), read(each)));
                if (letters.size() == before) {
                    break;
                }
            }
        } catch (SdkException | UncheckedIOException e) {
            throw failed(e);
        }
        return new ArrayList<>(letters.values());
    }

    private List<Message> receive(int wanted) {
        return sqs.get()
                .receiveMessage(
                        receive ->
                                receive.queueUrl(queueUrl)
                                        .maxNumberOfMessages(wanted)
                                        .visibilityTimeout((int) HIDDEN.toSeconds())
                                        .waitTimeSeconds(1)
                                        .messageSystemAttributeNames(
                                                MessageSystemAttributeName.SENT_TIMESTAMP))
                .messages();
    }

    private static Letter read(Message message) {
        var sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
        return new Letter(
                message.messageId(), message.body(), Instant.ofEpochMilli(Long.parseLong(sent)));
    }

    @Override
    public String arn() throws IOException {
        try {
            return sqs.get()
                    .getQueueAttributes(
                            get ->
                                    get.queueUrl(queueUrl)
                                            .attributeNames(QueueAttributeName.QUEUE_ARN))
                    .attributes()
                    .get(QueueAttributeName.QUEUE_ARN);
        } catch (SdkException | UncheckedIOException e) {
            throw failed(e);
        }
    }

    private IOException failed(RuntimeException e) {
        return new IOException(
                "Looking at the messages given up to %s failed: %s"
                        .formatted(queueUrl, e.getMessage()),
                e);
    }
}

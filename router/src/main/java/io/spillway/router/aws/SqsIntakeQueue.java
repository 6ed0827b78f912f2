package io.spillway.router.aws;

import io.spillway.pipeline.attempt.Parallel;
import io.spillway.router.IntakeQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Amazon SQS. */
public final class SqsIntakeQueue implements IntakeQueue {

    /** Most messages in one request. Source: Amazon SQS API, {@code SendMessageBatch}. */
    private static final int MOST_PER_REQUEST = 10;

    /** Longest visibility timeout. Source: Amazon SQS API, {@code ChangeMessageVisibility}. */
    private static final Duration LONGEST_INVISIBLE = Duration.ofHours(12);

    private final Supplier<SqsClient> sqs;
    private final String queueUrl;

    public SqsIntakeQueue(SqsClient sqs, String queueUrl) {
        this(() -> sqs, queueUrl);
    }

    /**
     * @param sqs asked for its client at each request, so that whoever makes none needs none
     */
    public SqsIntakeQueue(Supplier<SqsClient> sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(List<String> bodies) throws IOException {
        var batches =
                IntStream.iterate(
                                0,
                                first -> first < bodies.size(),
                                first -> first + MOST_PER_REQUEST)
                        .mapToObj(
                                first ->
                                        bodies.subList(
                                                first,
                                                Math.min(bodies.size(), first + MOST_PER_REQUEST)))
                        .toList();
        Parallel.map(batches, this::sendTogether);
    }

    private int sendTogether(List<String> bodies) throws IOException {
        var entries =
                IntStream.range(0, bodies.size())
                        .mapToObj(
                                i ->
                                        SendMessageBatchRequestEntry.builder()
                                                .id(Integer.toString(i))
                                                .messageBody(bodies.get(i))
                                                .build())
                        .toList();
        try {
            var answer =
                    sqs.get().sendMessageBatch(send -> send.queueUrl(queueUrl).entries(entries));
            if (!answer.failed().isEmpty()) {
                throw new IOException(
                        "Sending to %s failed for %d of %d messages, the first with %s. The message that led here comes again."
                                .formatted(
                                        queueUrl,
                                        answer.failed().size(),
                                        bodies.size(),
                                        answer.failed().getFirst().code()));
            }
            return bodies.size();
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException(
                    "Sending %d messages to %s failed: %s"
                            .formatted(bodies.size(), queueUrl, e.getMessage()),
                    e);
        }
    }

    @Override
    public void sendLater(String body, Duration delay) throws IOException {
        var seconds = Math.clamp(delay.toSeconds(), 0, (int) LONGEST_DELAY.toSeconds());
        try {
            sqs.get()
                    .sendMessage(
                            send ->
                                    send.queueUrl(queueUrl)
                                            .messageBody(body)
                                            .delaySeconds(seconds));
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException(
                    "Sending a message to %s failed: %s".formatted(queueUrl, e.getMessage()), e);
        }
    }

    @Override
    public void retryAfter(String receiptHandle, Duration delay) throws IOException {
        var seconds = Math.clamp(delay.toSeconds(), 0, (int) LONGEST_INVISIBLE.toSeconds());
        try {
            sqs.get()
                    .changeMessageVisibility(
                            change ->
                                    change.queueUrl(queueUrl)
                                            .receiptHandle(receiptHandle)
                                            .visibilityTimeout(seconds));
        } catch (SdkException | UncheckedIOException e) {
            throw new IOException(
                    "Changing when a message of %s comes again failed: %s"
                            .formatted(queueUrl, e.getMessage()),
                    e);
        }
    }
}

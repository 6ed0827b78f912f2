package io.spillway.local.function;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A queue in memory, with long polls and a visibility timeout, as far as a function host asks. */
final class MemoryQueue implements SqsClient {

    /** A poll may end before its time; here it does, so that tests are quick. */
    private static final Duration LONGEST_POLL = Duration.ofMillis(50);

    /** A message, how often it was received, and when it can be received again. */
    private static final class Entry {
        private final Message message;
        private int receives;
        private long visibleAt = Long.MIN_VALUE;

        private Entry(Message message) {
            this.message = message;
        }
    }

    private final String name;
    private final Duration visibilityTimeout;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private int failuresToCome;

    MemoryQueue(Duration visibilityTimeout) {
        this("intake", visibilityTimeout);
    }

    MemoryQueue(String name, Duration visibilityTimeout) {
        this.name = name;
        this.visibilityTimeout = visibilityTimeout;
    }

    String url() {
        return "http://127.0.0.1/000000000000/" + name;
    }

    String send(String body) {
        return send(body, Map.of());
    }

    synchronized String send(String body, Map<String, MessageAttributeValue> attributes) {
        var id = UUID.randomUUID().toString();
        var message =
                Message.builder()
                        .messageId(id)
                        .body(body)
                        .md5OfBody("md5-of-" + body.length())
                        .messageAttributes(attributes)
                        .build();
        entries.put(id, new Entry(message));
        notifyAll();
        return id;
    }

    /** Bodies of the messages that weren't deleted. */
    synchronized List<String> bodies() {
        return entries.values().stream().map(entry -> entry.message.body()).toList();
    }

    /** Lets the next polls fail. */
    synchronized void failPolls(int count) {
        failuresToCome = count;
    }

    @Override
    public synchronized ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        if (failuresToCome > 0) {
            failuresToCome--;
            throw SqsException.builder().message("The queue is away.").build();
        }
        var end = System.nanoTime() + LONGEST_POLL.toNanos();
        var messages = take(request.maxNumberOfMessages());
        while (messages.isEmpty() && System.nanoTime() < end) {
            try {
                wait(10);
            } catch (InterruptedException e) {
                throw SqsException.builder().cause(e).build();
            }
            messages = take(request.maxNumberOfMessages());
        }
        return ReceiveMessageResponse.builder().messages(messages).build();
    }

    private List<Message> take(int most) {
        var taken = new ArrayList<Message>();
        for (var entry : entries.values()) {
            if (taken.size() < most && entry.visibleAt <= System.nanoTime()) {
                entry.receives++;
                entry.visibleAt = System.nanoTime() + visibilityTimeout.toNanos();
                taken.add(received(entry));
            }
        }
        return taken;
    }

    private static Message received(Entry entry) {
        return entry.message.toBuilder()
                .receiptHandle(entry.message.messageId() + "#" + entry.receives)
                .attributes(
                        Map.of(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                Integer.toString(entry.receives),
                                MessageSystemAttributeName.SENT_TIMESTAMP,
                                "1700000000000",
                                MessageSystemAttributeName.SENDER_ID,
                                "sender",
                                MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP,
                                "1700000000001"))
                .build();
    }

    @Override
    public synchronized DeleteMessageBatchResponse deleteMessageBatch(
            DeleteMessageBatchRequest request) {
        if (request.entries().isEmpty() || request.entries().size() > 10) {
            throw new AssertionError("A batch of " + request.entries().size() + " entries.");
        }
        request.entries()
                .forEach(entry -> entries.remove(entry.receiptHandle().replaceAll("#.*", "")));
        return DeleteMessageBatchResponse.builder().build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        return GetQueueAttributesResponse.builder()
                .attributes(
                        Map.of(
                                QueueAttributeName.QUEUE_ARN,
                                "arn:aws:sqs:us-east-1:000000000000:" + name))
                .build();
    }

    @Override
    public String serviceName() {
        return "sqs";
    }

    @Override
    public void close() {}
}

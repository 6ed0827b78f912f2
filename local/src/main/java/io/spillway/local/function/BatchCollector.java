package io.spillway.local.function;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Gathers messages for one invocation after the other. For one thread. */
final class BatchCollector {

    /** Most messages that SQS gives at once. */
    private static final int MAX_RECEIVED = 10;

    /**
     * How long one poll waits. Lambda waits 20 s; on loopback a poll costs next to nothing, and a
     * host that is closed has to wait for it.
     */
    private static final int POLL_SECONDS = 1;

    /** Source: AWS Lambda Developer Guide, "Lambda quotas". */
    private static final int MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

    private static final int ENVELOPE_BYTES = "{\"Records\":[]}".length();

    private final SqsClient sqs;
    private final EventSourceMapping mapping;
    private final String queueArn;

    /** Received, but too much for the batch before. */
    private final Deque<SqsRecord> carried = new ArrayDeque<>();

    BatchCollector(SqsClient sqs, EventSourceMapping mapping, String queueArn) {
        this.sqs = sqs;
        this.mapping = mapping;
        this.queueArn = queueArn;
    }

    /**
     * Waits for a message, then gathers more until the batch is full or the batch window is over,
     * which may take a second longer than the window.
     *
     * @param stopping asked between polls
     * @return none if there was no message in one poll
     */
    List<SqsRecord> collect(BooleanSupplier stopping) {
        var batch = new ArrayList<SqsRecord>();
        receive(mapping.batchSize());
        var end = System.nanoTime() + mapping.batchWindow().toNanos();
        var isFull = fill(batch);
        while (!batch.isEmpty() && !isFull && System.nanoTime() < end && !stopping.getAsBoolean()) {
            receive(mapping.batchSize() - batch.size());
            isFull = fill(batch);
        }
        return batch;
    }

    private void receive(int most) {
        if (!carried.isEmpty()) {
            return;
        }
        sqs.receiveMessage(
                        request ->
                                request.queueUrl(mapping.queueUrl())
                                        .maxNumberOfMessages(Math.min(MAX_RECEIVED, most))
                                        .waitTimeSeconds(POLL_SECONDS)
                                        .messageAttributeNames("All")
                                        .messageSystemAttributeNames(
                                                MessageSystemAttributeName.ALL))
                .messages()
                .forEach(message -> carried.add(SqsRecord.of(message, queueArn)));
    }

    /** Moves what fits; true if the batch can't grow any more. */
    private boolean fill(List<SqsRecord> batch) {
        var bytes = ENVELOPE_BYTES + batch.stream().mapToInt(record -> record.bytes() + 1).sum();
        while (!carried.isEmpty() && batch.size() < mapping.batchSize()) {
            bytes += carried.peek().bytes() + 1;
            if (bytes > MAX_PAYLOAD_BYTES && !batch.isEmpty()) {
                return true;
            }
            batch.add(carried.remove());
        }
        return batch.size() == mapping.batchSize();
    }
}

package io.spillway.local.bench;

import io.spillway.local.deploy.Clients;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The ends of work items as a subscriber learns of them: from a queue subscribed to the phases
 * topic, each counted once by its event's id.
 */
final class Ends {

    /** Without any news for so long, something is broken. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final SqsClient sqs;
    private final String queueUrl;
    private final Set<String> seen = new HashSet<>();

    private Ends(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    static Ends subscribe(Clients clients, String queue, String topicArn) {
        var sqs = clients.sqs();
        var url = sqs.createQueue(create -> create.queueName(queue)).queueUrl();
        var arn =
                sqs.getQueueAttributes(
                                get ->
                                        get.queueUrl(url)
                                                .attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN);
        clients.sns()
                .subscribe(
                        subscribe ->
                                subscribe
                                        .topicArn(topicArn)
                                        .protocol("sqs")
                                        .endpoint(arn)
                                        .attributes(Map.of("RawMessageDelivery", "true")));
        return new Ends(sqs, url);
    }

    /**
     * What became of a number of work items.
     *
     * @param outputs of those that succeeded
     * @param failures what the others' events say
     * @param usages of those that succeeded
     * @param lastAt when the last of them was heard of, by {@link System#nanoTime}
     */
    record Told(
            int succeeded,
            List<String> failures,
            List<ObjectVersion> outputs,
            List<Usage> usages,
            long lastAt) {}

    /**
     * Waits for the ends of this many work items that it hasn't told of before.
     *
     * @throws IOException if nothing is heard for two minutes
     */
    Told await(int count) throws IOException {
        var failures = new ArrayList<String>();
        var outputs = new ArrayList<ObjectVersion>();
        var usages = new ArrayList<Usage>();
        var lastAt = System.nanoTime();
        for (int left = count; left > 0; ) {
            var ends = receive();
            for (var event : ends) {
                if (event.happening()
                        instanceof PhaseEvent.Happening.Succeeded(var results, var usage)) {
                    outputs.addAll(results.listed());
                    usages.add(usage);
                } else {
                    failures.add(event.id() + ": " + event.happening());
                }
            }
            left -= ends.size();
            lastAt = ends.isEmpty() ? lastAt : System.nanoTime();
            if (System.nanoTime() - lastAt > PATIENCE.toNanos()) {
                throw new IOException(
                        "Cannot finish the measurement: nothing was heard of %d of %d work items for %d s. Look into function.log in the state directory."
                                .formatted(left, count, PATIENCE.toSeconds()));
            }
        }
        return new Told(usages.size(), failures, outputs, usages, lastAt);
    }

    /** Terminal events that are new; none if there was no message for a second. */
    private List<PhaseEvent> receive() {
        var messages =
                sqs.receiveMessage(
                                receive ->
                                        receive.queueUrl(queueUrl)
                                                .maxNumberOfMessages(10)
                                                .waitTimeSeconds(1))
                        .messages();
        if (messages.isEmpty()) {
            return List.of();
        }
        var ends =
                messages.stream()
                        .map(message -> Json.readObject(message.body()))
                        .filter(PhaseEvent::isOne)
                        .map(PhaseEvent::fromJson)
                        .filter(event -> event.happening().isTerminal())
                        .filter(event -> seen.add(event.id()))
                        .toList();
        sqs.deleteMessageBatch(
                delete ->
                        delete.queueUrl(queueUrl)
                                .entries(messages.stream().map(Ends::deletion).toList()));
        return ends;
    }

    private static DeleteMessageBatchRequestEntry deletion(Message message) {
        return DeleteMessageBatchRequestEntry.builder()
                .id(message.messageId())
                .receiptHandle(message.receiptHandle())
                .build();
    }
}

package io.spillway.local.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.deploy.Clients;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.Topic;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class DuplicateDeliveryTest {

    private static final int TIMES = 4;

    @TempDir Path directory;

    @Test
    void processesAnUploadOnceThatIsToldFourTimesWithinASecond() throws Exception {
        var pipeline = SmallPipeline.prepare(directory.resolve("pipeline"));
        var state = directory.resolve("state");

        try (var run = SmallPipeline.start(pipeline, state)) {
            var clients = Clients.create();
            var topic = uploadsTopic(clients);
            var queue = subscribe(clients, topic);
            clients.s3()
                    .putObject(
                            put -> put.bucket("small-drop").key("in/a.csv"),
                            RequestBody.fromString("a,b\n1,2\n"));
            publishAgain(clients, topic, receive(clients, queue));
            run.untilIdle();
            assertThat(told(clients, queue)).as("notifications").isEqualTo(TIMES);
        }

        var facts = Aftermath.of(state, SmallPipeline.NAME);
        assertThat(Promises.broken(Aftermath.definition(pipeline), facts)).isEmpty();
        assertThat(facts.histories().values())
                .extracting(history -> history.getFirst().item().phase())
                .containsExactlyInAnyOrder("convert", "intake");
        assertThat(facts.histories().values())
                .allMatch(history -> history.getLast().attempts() <= 1);
        assertThat(facts.outputs()).containsOnlyKeys("convert/in/a.csv.jsonl");
        assertThat(facts.outputs().get("convert/in/a.csv.jsonl")).as("versions").hasSize(1);
    }

    private static String uploadsTopic(Clients clients) {
        return clients.sns().listTopics().topics().stream()
                .map(Topic::topicArn)
                .filter(arn -> arn.endsWith(":small-uploads"))
                .findFirst()
                .orElseThrow();
    }

    /** Another subscriber, which hears all that the pipeline hears. */
    private static String subscribe(Clients clients, String topic) {
        var url = clients.sqs().createQueue(create -> create.queueName("listener")).queueUrl();
        var arn =
                clients.sqs()
                        .getQueueAttributes(
                                get ->
                                        get.queueUrl(url)
                                                .attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN);
        clients.sns()
                .subscribe(
                        subscribe ->
                                subscribe
                                        .topicArn(topic)
                                        .protocol("sqs")
                                        .endpoint(arn)
                                        .attributes(Map.of("RawMessageDelivery", "true")));
        return url;
    }

    private static String receive(Clients clients, String queue) {
        return clients.sqs()
                .receiveMessage(receive -> receive.queueUrl(queue).waitTimeSeconds(20))
                .messages()
                .getFirst()
                .body();
    }

    /** In one request, so that all come together. */
    private static void publishAgain(Clients clients, String topic, String notification) {
        List<PublishBatchRequestEntry> entries =
                IntStream.range(1, TIMES)
                        .mapToObj(
                                i ->
                                        PublishBatchRequestEntry.builder()
                                                .id("again-" + i)
                                                .message(notification)
                                                .build())
                        .toList();
        clients.sns()
                .publishBatch(
                        publish -> publish.topicArn(topic).publishBatchRequestEntries(entries));
    }

    private static int told(Clients clients, String queue) {
        var attributes =
                clients.sqs()
                        .getQueueAttributes(
                                get ->
                                        get.queueUrl(queue)
                                                .attributeNames(
                                                        QueueAttributeName
                                                                .APPROXIMATE_NUMBER_OF_MESSAGES,
                                                        QueueAttributeName
                                                                .APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                        .attributes();
        return attributes.values().stream().mapToInt(Integer::parseInt).sum();
    }
}

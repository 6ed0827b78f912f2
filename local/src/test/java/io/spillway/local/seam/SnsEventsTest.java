package io.spillway.local.seam;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.aws.SnsEvents;
import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.EventsContract;
import io.spillway.pipeline.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SnsEventsTest extends EventsContract {

    @RegisterExtension static final TwinExtension TWIN = new TwinExtension();

    private String topic;
    private String queue;

    @BeforeEach
    void subscribe() {
        var name = "events-" + UUID.randomUUID();
        topic = TWIN.clients().sns().createTopic(create -> create.name(name)).topicArn();
        queue = subscribedQueue(Map.of("RawMessageDelivery", "true"));
    }

    private String subscribedQueue(Map<String, String> attributes) {
        var sqs = TWIN.clients().sqs();
        var url =
                sqs.createQueue(create -> create.queueName("events-" + UUID.randomUUID()))
                        .queueUrl();
        var arn =
                sqs.getQueueAttributes(
                                get ->
                                        get.queueUrl(url)
                                                .attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN);
        TWIN.clients()
                .sns()
                .subscribe(
                        subscribe ->
                                subscribe
                                        .topicArn(topic)
                                        .protocol("sqs")
                                        .endpoint(arn)
                                        .attributes(attributes));
        return url;
    }

    @Override
    protected Events events() {
        return new SnsEvents(TWIN.clients().sns(), topic);
    }

    @Override
    protected List<CloudEvent> received(int count) {
        return receive(queue, count).stream()
                .map(message -> CloudEvent.fromJson(Json.readObject(message.body())))
                .toList();
    }

    private static List<Message> receive(String queueUrl, int count) {
        var messages = new ArrayList<Message>();
        var deadline = Instant.now().plusSeconds(10);
        while (messages.size() < count && Instant.now().isBefore(deadline)) {
            messages.addAll(
                    TWIN.clients()
                            .sqs()
                            .receiveMessage(
                                    receive ->
                                            receive.queueUrl(queueUrl)
                                                    .maxNumberOfMessages(10)
                                                    .waitTimeSeconds(1))
                            .messages());
        }
        return messages;
    }

    @Test
    void letsASubscriberFilterOnTheStatus() throws Exception {
        var failures =
                subscribedQueue(
                        Map.of(
                                "RawMessageDelivery",
                                "true",
                                "FilterPolicy",
                                "{\"status\":[\"failed\"]}"));

        var told = everyHappening().stream().map(EventsContract::event).toList();
        events().publish(told);

        var failed = (int) told.stream().filter(event -> event.status().equals("failed")).count();
        assertThat(failed).isPositive();
        assertThat(receive(failures, failed))
                .hasSize(failed)
                .allMatch(message -> message.body().contains("phase.failed.v1"));
    }
}

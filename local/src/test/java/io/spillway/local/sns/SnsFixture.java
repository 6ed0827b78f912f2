package io.spillway.local.sns;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An SNS to be tested, an SQS it delivers to, and short ways to use them. */
interface SnsFixture {

    SnsClient sns();

    SqsClient sqs();

    /** The class of an error that the SDK makes of a refusal. */
    default Class<? extends SnsException> refusal(Class<? extends SnsException> documented) {
        return documented;
    }

    default String uniqueName() {
        return "topic-" + UUID.randomUUID();
    }

    default String topic() {
        var name = uniqueName();
        return sns().createTopic(create -> create.name(name)).topicArn();
    }

    /** The URL of a new queue. */
    default String queue() {
        var name = uniqueName();
        return sqs().createQueue(create -> create.queueName(name)).queueUrl();
    }

    default String queueArn(String url) {
        return sqs().getQueueAttributes(
                        g -> g.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    /** Subscribes a queue and answers with the subscription's ARN. */
    default String subscribe(String topic, String queueUrl, Map<String, String> attributes) {
        var endpoint = queueArn(queueUrl);
        return sns().subscribe(
                        s ->
                                s.topicArn(topic)
                                        .protocol("sqs")
                                        .endpoint(endpoint)
                                        .attributes(attributes)
                                        .returnSubscriptionArn(true))
                .subscriptionArn();
    }

    default Map<String, String> subscriptionAttributes(String subscription) {
        return sns().getSubscriptionAttributes(g -> g.subscriptionArn(subscription)).attributes();
    }

    default List<Message> receive(String queueUrl) {
        return sqs().receiveMessage(
                        r ->
                                r.queueUrl(queueUrl)
                                        .maxNumberOfMessages(10)
                                        .messageAttributeNames("All"))
                .messages();
    }

    /** The texts that were published, of notifications in their envelope. */
    default List<String> receiveTexts(String queueUrl) {
        return receive(queueUrl).stream()
                .map(message -> envelope(message).requireText("Message"))
                .toList();
    }

    static JsonObject envelope(Message message) {
        return Json.readObject(message.body());
    }

    static MessageAttributeValue text(String value) {
        return attribute("String", value);
    }

    static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }
}

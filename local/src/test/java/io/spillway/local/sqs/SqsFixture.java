package io.spillway.local.sqs;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** An SQS to be tested, and short ways to use it. */
interface SqsFixture {

    SqsClient sqs();

    /** The class of an error that the SDK makes of a refusal. */
    default Class<? extends SqsException> refusal(Class<? extends SqsException> documented) {
        return documented;
    }

    default String uniqueName() {
        return "queue-" + UUID.randomUUID();
    }

    default String queue() {
        return queue(Map.of());
    }

    default String queue(Map<QueueAttributeName, String> attributes) {
        var name = uniqueName();
        return sqs().createQueue(create -> create.queueName(name).attributes(attributes))
                .queueUrl();
    }

    default String fifoQueue() {
        var name = uniqueName() + ".fifo";
        return sqs().createQueue(
                        create ->
                                create.queueName(name)
                                        .attributes(
                                                Map.of(
                                                        QueueAttributeName.FIFO_QUEUE,
                                                        "true",
                                                        QueueAttributeName
                                                                .CONTENT_BASED_DEDUPLICATION,
                                                        "true")))
                .queueUrl();
    }

    default String send(String url, String body) {
        return sqs().sendMessage(send -> send.queueUrl(url).messageBody(body)).messageId();
    }

    default List<Message> receive(String url) {
        return receive(url, 10);
    }

    default List<Message> receive(String url, int most) {
        return sqs().receiveMessage(
                        receive ->
                                receive.queueUrl(url)
                                        .maxNumberOfMessages(most)
                                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                                        .messageAttributeNames("All"))
                .messages();
    }

    /** Receives and makes visible again at once. */
    default Message receiveAndShow(String url) {
        var message = receive(url).getFirst();
        changeVisibility(url, message, 0);
        return message;
    }

    default void changeVisibility(String url, Message message, int seconds) {
        sqs().changeMessageVisibility(
                        change ->
                                change.queueUrl(url)
                                        .receiptHandle(message.receiptHandle())
                                        .visibilityTimeout(seconds));
    }

    default void delete(String url, Message message) {
        sqs().deleteMessage(d -> d.queueUrl(url).receiptHandle(message.receiptHandle()));
    }

    default Map<QueueAttributeName, String> attributes(String url) {
        return sqs().getQueueAttributes(
                        get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
    }

    default String arn(String url) {
        return attributes(url).get(QueueAttributeName.QUEUE_ARN);
    }

    /** Visible, in flight and delayed messages. */
    default List<Integer> depth(String url) {
        var attributes = attributes(url);
        return Stream.of(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)
                .map(attributes::get)
                .map(Integer::valueOf)
                .toList();
    }

    default List<String> bodies(List<Message> messages) {
        return messages.stream().map(Message::body).toList();
    }
}

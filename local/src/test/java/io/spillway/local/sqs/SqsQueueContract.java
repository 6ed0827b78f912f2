package io.spillway.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeNameException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Queues as such: made, found, set, tagged, purged, deleted. */
interface SqsQueueContract extends SqsFixture {

    /** How a missing queue is called since the days of the Query protocol. */
    default String missingQueueCode() {
        return "AWS.SimpleQueueService.NonExistentQueue";
    }

    @Test
    default void answersTheSameUrlForTheSameQueue() {
        var name = uniqueName();
        var attributes = Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "7");

        var url = sqs().createQueue(c -> c.queueName(name).attributes(attributes)).queueUrl();

        assertThat(url).endsWith("/" + name);
        assertThat(sqs().createQueue(c -> c.queueName(name).attributes(attributes)).queueUrl())
                .isEqualTo(url);
        assertThat(sqs().getQueueUrl(get -> get.queueName(name)).queueUrl()).isEqualTo(url);
    }

    @Test
    default void refusesToMakeAQueueAgainWithOtherAttributes() {
        var name = uniqueName();
        sqs().createQueue(create -> create.queueName(name));

        assertThatThrownBy(
                        () ->
                                sqs().createQueue(
                                                create ->
                                                        create.queueName(name)
                                                                .attributes(
                                                                        Map.of(
                                                                                QueueAttributeName
                                                                                        .VISIBILITY_TIMEOUT,
                                                                                "7"))))
                .isExactlyInstanceOf(refusal(QueueNameExistsException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "ü", "a.b"})
    default void refusesOddQueueNames(String name) {
        assertThatThrownBy(() -> sqs().createQueue(create -> create.queueName(name)))
                .isInstanceOf(SqsException.class);
    }

    @Test
    default void knowsNothingOfADeletedQueue() {
        var url = queue();
        send(url, "lost");

        sqs().deleteQueue(delete -> delete.queueUrl(url));

        assertThatThrownBy(() -> send(url, "too late"))
                .isInstanceOfSatisfying(
                        refusal(QueueDoesNotExistException.class),
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo(missingQueueCode()));
    }

    @Test
    default void listsQueuesByPrefixPageByPage() {
        var prefix = uniqueName();
        for (int number = 0; number < 5; number++) {
            var name = prefix + "-" + number;
            sqs().createQueue(create -> create.queueName(name));
        }

        var pages = sqs().listQueuesPaginator(l -> l.queueNamePrefix(prefix).maxResults(2));

        assertThat(pages.queueUrls()).hasSize(5).allMatch(url -> url.contains(prefix));
        assertThat(pages.stream()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    default void keepsAttributesAndTellsThem() {
        var url = queue(Map.of(QueueAttributeName.DELAY_SECONDS, "3"));

        sqs().setQueueAttributes(
                        set ->
                                set.queueUrl(url)
                                        .attributes(
                                                Map.of(
                                                        QueueAttributeName.VISIBILITY_TIMEOUT,
                                                        "77")));

        assertThat(attributes(url))
                .containsEntry(QueueAttributeName.DELAY_SECONDS, "3")
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "77")
                .containsEntry(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "0")
                .containsKeys(
                        QueueAttributeName.QUEUE_ARN,
                        QueueAttributeName.CREATED_TIMESTAMP,
                        QueueAttributeName.LAST_MODIFIED_TIMESTAMP);
        assertThat(arn(url)).matches("arn:aws:sqs:us-east-1:\\d{12}:queue-.*");
    }

    @Test
    default void refusesAnUnknownAttribute() {
        var url = queue();

        assertThatThrownBy(
                        () ->
                                sqs().getQueueAttributes(
                                                get ->
                                                        get.queueUrl(url)
                                                                .attributeNamesWithStrings(
                                                                        "Colour")))
                .isExactlyInstanceOf(refusal(InvalidAttributeNameException.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DelaySeconds=901",
                "MaximumMessageSize=1023",
                "MessageRetentionPeriod=59",
                "ReceiveMessageWaitTimeSeconds=21",
                "VisibilityTimeout=43201",
                "VisibilityTimeout=-1"
            })
    default void refusesAttributesOutOfRange(String attribute) {
        var parts = attribute.split("=");

        assertThatThrownBy(
                        () ->
                                sqs().createQueue(
                                                create ->
                                                        create.queueName(uniqueName())
                                                                .attributesWithStrings(
                                                                        Map.of(
                                                                                parts[0],
                                                                                parts[1]))))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining(parts[0]);
    }

    @Test
    default void keepsTags() {
        var url = queue();

        sqs().tagQueue(tag -> tag.queueUrl(url).tags(Map.of("team", "a", "cost", "b")));
        sqs().untagQueue(untag -> untag.queueUrl(url).tagKeys("cost"));

        assertThat(sqs().listQueueTags(list -> list.queueUrl(url)).tags())
                .isEqualTo(Map.of("team", "a"));
    }

    @Test
    default void forgetsAllMessagesWhenPurged() {
        var url = queue();
        send(url, "visible");
        send(url, "in flight");
        receive(url, 1);

        sqs().purgeQueue(purge -> purge.queueUrl(url));

        assertThat(depth(url)).containsExactly(0, 0, 0);
    }
}

package io.spillway.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.Topic;

/** Topics as such. */
interface SnsTopicContract extends SnsFixture {

    @Test
    default void answersTheSameArnForTheSameTopic() {
        var name = uniqueName();

        var arn = sns().createTopic(create -> create.name(name)).topicArn();

        assertThat(arn).matches("arn:aws:sns:us-east-1:\\d{12}:" + name);
        assertThat(sns().createTopic(create -> create.name(name)).topicArn()).isEqualTo(arn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a.b", "ü"})
    default void refusesOddTopicNames(String name) {
        assertThatThrownBy(() -> sns().createTopic(create -> create.name(name)))
                .isExactlyInstanceOf(refusal(InvalidParameterException.class));
    }

    @Test
    default void listsTopicsPageByPage() {
        for (int number = 0; number < 101; number++) {
            topic();
        }

        var pages = sns().listTopicsPaginator();

        assertThat(pages.stream()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(pages.topics().stream().map(Topic::topicArn).distinct())
                .hasSizeGreaterThanOrEqualTo(101);
    }

    @Test
    default void keepsTopicAttributes() {
        var topic = topic();

        sns().setTopicAttributes(
                        set ->
                                set.topicArn(topic)
                                        .attributeName("DisplayName")
                                        .attributeValue("a & <b>"));

        assertThat(sns().getTopicAttributes(get -> get.topicArn(topic)).attributes())
                .containsEntry("DisplayName", "a & <b>")
                .containsEntry("TopicArn", topic)
                .containsEntry("SubscriptionsConfirmed", "0")
                .containsEntry("SubscriptionsPending", "0")
                .containsKeys("Owner", "Policy");
    }

    @Test
    default void refusesAnUnknownTopicAttribute() {
        var topic = topic();

        assertThatThrownBy(
                        () ->
                                sns().setTopicAttributes(
                                                set ->
                                                        set.topicArn(topic)
                                                                .attributeName("Colour")
                                                                .attributeValue("red")))
                .isExactlyInstanceOf(refusal(InvalidParameterException.class));
    }

    @Test
    default void keepsTopicTags() {
        var topic = topic();

        sns().tagResource(
                        tag ->
                                tag.resourceArn(topic)
                                        .tags(
                                                Tag.builder().key("team").value("a").build(),
                                                Tag.builder().key("cost").value("b").build()));
        sns().untagResource(untag -> untag.resourceArn(topic).tagKeys("cost"));

        assertThat(sns().listTagsForResource(list -> list.resourceArn(topic)).tags())
                .containsExactly(Tag.builder().key("team").value("a").build());
    }

    @Test
    default void knowsNothingOfADeletedTopic() {
        var topic = topic();
        var queue = queue();
        var subscription = subscribe(topic, queue, Map.of());

        sns().deleteTopic(delete -> delete.topicArn(topic));

        assertThatThrownBy(() -> sns().publish(p -> p.topicArn(topic).message("too late")))
                .isExactlyInstanceOf(refusal(NotFoundException.class));
        assertThatThrownBy(() -> subscriptionAttributes(subscription))
                .isExactlyInstanceOf(refusal(NotFoundException.class));
    }

    @Test
    default void deletesATopicThatIsGoneQuietly() {
        var topic = topic();
        sns().deleteTopic(delete -> delete.topicArn(topic));

        assertThatCode(() -> sns().deleteTopic(delete -> delete.topicArn(topic)))
                .doesNotThrowAnyException();
    }
}

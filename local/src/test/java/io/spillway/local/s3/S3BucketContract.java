package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.EventBridgeConfiguration;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/** Buckets and what is set on them. */
abstract class S3BucketContract extends S3Contract {

    static final String ACCOUNT = ":us-east-1:000000000000:";

    /** The ARN of a topic that exists. */
    String topic() {
        return "arn:aws:sns" + ACCOUNT + "uploads";
    }

    /** The ARN of a queue that exists. */
    String queue() {
        return "arn:aws:sqs" + ACCOUNT + "uploads";
    }

    @Test
    void listsBuckets() {
        assertThat(s3().listBuckets().buckets()).extracting(Bucket::name).contains(bucket);
    }

    @Test
    void findsABucket() {
        s3().headBucket(head -> head.bucket(bucket));

        assertThat(catchThrowable(() -> s3().headBucket(head -> head.bucket("never-made"))))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void saysNothingOfABucketInTheFirstRegion() {
        assertThat(s3().getBucketLocation(get -> get.bucket(bucket)).locationConstraintAsString())
                .isNullOrEmpty();
    }

    @Test
    void deletesAnEmptyBucketOnly() {
        put("key", "x");
        assertRefused(
                409, "BucketNotEmpty", () -> s3().deleteBucket(delete -> delete.bucket(bucket)));

        s3().deleteObject(delete -> delete.bucket(bucket).key("key"));
        s3().deleteBucket(delete -> delete.bucket(bucket));

        assertRefused(404, () -> s3().headBucket(head -> head.bucket(bucket)));
    }

    @Test
    void keepsTags() {
        assertRefused(404, "NoSuchTagSet", () -> s3().getBucketTagging(get -> get.bucket(bucket)));
        var tag = Tag.builder().key("team").value("weather & sea").build();

        s3().putBucketTagging(put -> put.bucket(bucket).tagging(tags -> tags.tagSet(tag)));
        assertThat(s3().getBucketTagging(get -> get.bucket(bucket)).tagSet()).containsExactly(tag);

        s3().deleteBucketTagging(delete -> delete.bucket(bucket));
        assertRefused(404, "NoSuchTagSet", () -> s3().getBucketTagging(get -> get.bucket(bucket)));
    }

    @Test
    void hasNoNotificationsAtFirst() {
        var configuration = s3().getBucketNotificationConfiguration(get -> get.bucket(bucket));

        assertThat(configuration.topicConfigurations()).isEmpty();
        assertThat(configuration.queueConfigurations()).isEmpty();
        assertThat(configuration.eventBridgeConfiguration()).isNull();
    }

    @Test
    void keepsItsNotificationConfiguration() {
        var topicRule = topicRule("new-files", "incoming/", ".csv", Event.S3_OBJECT_CREATED);
        var queueRule =
                QueueConfiguration.builder()
                        .id("removals")
                        .queueArn(queue())
                        .events(Event.S3_OBJECT_REMOVED)
                        .build();

        configure(
                c ->
                        c.topicConfigurations(topicRule)
                                .queueConfigurations(queueRule)
                                .eventBridgeConfiguration(
                                        EventBridgeConfiguration.builder().build()));

        var kept = s3().getBucketNotificationConfiguration(get -> get.bucket(bucket));
        assertThat(kept.topicConfigurations())
                .singleElement()
                .satisfies(
                        rule -> {
                            assertThat(rule.id()).isEqualTo("new-files");
                            assertThat(rule.topicArn()).isEqualTo(topic());
                            assertThat(rule.events()).containsExactly(Event.S3_OBJECT_CREATED);
                            assertThat(rule.filter().key().filterRules())
                                    .extracting(FilterRule::value)
                                    .containsExactly("incoming/", ".csv");
                        });
        assertThat(kept.queueConfigurations()).containsExactly(queueRule);
        assertThat(kept.eventBridgeConfiguration()).isNotNull();
    }

    @Test
    void replacesTheWholeNotificationConfiguration() {
        configure(c -> c.topicConfigurations(topicRule("one", "a", "", Event.S3_OBJECT_CREATED)));
        configure(_ -> {});

        assertThat(
                        s3().getBucketNotificationConfiguration(get -> get.bucket(bucket))
                                .topicConfigurations())
                .isEmpty();
    }

    @Test
    void refusesRulesThatOverlap() {
        assertOverlap(
                topicRule("one", "in/", "", Event.S3_OBJECT_CREATED),
                topicRule("two", "in/deeper", "", Event.S3_OBJECT_CREATED_PUT));
        assertOverlap(
                topicRule("one", "", "", Event.S3_OBJECT_CREATED),
                topicRule("two", "in/", ".csv", Event.S3_OBJECT_CREATED));
    }

    private void assertOverlap(TopicConfiguration one, TopicConfiguration two) {
        assertRefused(
                400, "InvalidArgument", () -> configure(c -> c.topicConfigurations(one, two)));
    }

    @Test
    void takesRulesThatCantMeet() {
        configure(
                c ->
                        c.topicConfigurations(
                                topicRule("one", "in/", ".csv", Event.S3_OBJECT_CREATED),
                                topicRule("two", "in/", ".zip", Event.S3_OBJECT_CREATED),
                                topicRule("three", "out/", "", Event.S3_OBJECT_CREATED),
                                topicRule("four", "", "", Event.S3_OBJECT_REMOVED)));

        assertThat(
                        s3().getBucketNotificationConfiguration(get -> get.bucket(bucket))
                                .topicConfigurations())
                .hasSize(4);
    }

    final void configure(Consumer<NotificationConfiguration.Builder> configuration) {
        s3().putBucketNotificationConfiguration(
                        put -> put.bucket(bucket).notificationConfiguration(configuration));
    }

    final TopicConfiguration topicRule(String id, String prefix, String suffix, Event event) {
        var rules =
                Stream.of(filter("prefix", prefix), filter("suffix", suffix))
                        .flatMap(Optional::stream)
                        .toList();
        var rule = TopicConfiguration.builder().id(id).topicArn(topic()).events(event);
        return rules.isEmpty()
                ? rule.build()
                : rule.filter(f -> f.key(key -> key.filterRules(rules))).build();
    }

    private static Optional<FilterRule> filter(String name, String value) {
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(FilterRule.builder().name(name).value(value).build());
    }
}

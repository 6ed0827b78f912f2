package io.spillway.local.s3;

import static io.spillway.local.s3.S3Contract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.FilterRuleName;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/** Event notifications: what they say, where they go, and that none is lost. */
class NotificationTest {

    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:uploads";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:uploads";

    @TempDir Path directory;

    private final RecordingSink sink = new RecordingSink();
    private LocalServer server;
    private S3Client s3;

    private void start(Faults faults) throws Exception {
        server = LocalServer.start(directory, faults, sink);
        s3 = server.client();
    }

    private void startWithBucket(Faults faults) throws Exception {
        start(faults);
        s3.createBucket(create -> create.bucket("drop"));
        notifyTopic("s3:ObjectCreated:*", "s3:ObjectRemoved:*");
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
        server.close();
    }

    private void notifyTopic(String... events) {
        s3.putBucketNotificationConfiguration(
                put ->
                        put.bucket("drop")
                                .notificationConfiguration(
                                        c ->
                                                c.topicConfigurations(
                                                        List.of(
                                                                TopicConfiguration.builder()
                                                                        .id("new-files")
                                                                        .topicArn(TOPIC)
                                                                        .eventsWithStrings(events)
                                                                        .build()))));
    }

    private void put(String key, String content) {
        s3.putObject(put -> put.bucket("drop").key(key), RequestBody.fromString(content));
    }

    private void delete(String key) {
        s3.deleteObject(delete -> delete.bucket("drop").key(key));
    }

    @Test
    void tellsEverythingOfANewObject() throws Exception {
        startWithBucket(Faults.none());
        var before = Instant.now();
        put("incoming/a b+ü.csv", "12345");

        var received = sink.awaitEvents(1).getFirst();
        var event = received.event();
        var object = received.object();
        var s3Part = event.requireObject("s3");

        assertThat(received.target()).isEqualTo(new NotificationTarget.Topic(TOPIC));
        assertThat(event.requireText("eventVersion")).isEqualTo("2.6");
        assertThat(event.requireText("eventSource")).isEqualTo("aws:s3");
        assertThat(event.requireText("awsRegion")).isEqualTo("us-east-1");
        assertThat(event.requireText("eventName")).isEqualTo("ObjectCreated:Put");
        assertThat(event.requireText("eventTime")).endsWith("Z");
        assertThat(Instant.parse(event.requireText("eventTime")))
                .isBetween(before.minusMillis(1), Instant.now());
        assertThat(event.requireObject("userIdentity").requireText("principalId")).isNotEmpty();
        assertThat(event.requireObject("requestParameters").requireText("sourceIPAddress"))
                .isEqualTo("127.0.0.1");
        assertThat(event.requireObject("responseElements").members())
                .containsOnlyKeys("x-amz-request-id", "x-amz-id-2");
        assertThat(s3Part.requireText("s3SchemaVersion")).isEqualTo("1.0");
        assertThat(s3Part.requireText("configurationId")).isEqualTo("new-files");
        assertThat(s3Part.requireObject("bucket").requireText("name")).isEqualTo("drop");
        assertThat(s3Part.requireObject("bucket").requireText("arn"))
                .isEqualTo("arn:aws:s3:::drop");
        assertThat(object.requireText("key")).isEqualTo("incoming/a+b%2B%C3%BC.csv");
        assertThat(object.requireWhole("size")).isEqualTo(5);
        assertThat(object.requireText("eTag")).isEqualTo("827ccb0eea8a706c4c34a16891f84e7b");
        assertThat(object.text("versionId")).isEmpty();
        assertThat(object.requireText("sequencer")).matches("[0-9A-F]{18}");
    }

    @Test
    void namesTheVersionWhereVersionsAreKept() throws Exception {
        startWithBucket(Faults.none());
        s3.putBucketVersioning(
                put ->
                        put.bucket("drop")
                                .versioningConfiguration(
                                        c -> c.status(BucketVersioningStatus.ENABLED)));
        var put =
                s3.putObject(
                        request -> request.bucket("drop").key("key"), RequestBody.fromString("x"));
        var marker = s3.deleteObject(delete -> delete.bucket("drop").key("key")).versionId();
        s3.deleteObject(d -> d.bucket("drop").key("key").versionId(put.versionId()));

        var events = sink.awaitEvents(3);

        assertThat(events)
                .extracting(RecordingSink.Received::name)
                .containsExactly(
                        "ObjectCreated:Put",
                        "ObjectRemoved:DeleteMarkerCreated",
                        "ObjectRemoved:Delete");
        assertThat(events)
                .extracting(event -> event.object().requireText("versionId"))
                .containsExactly(put.versionId(), marker, put.versionId());
    }

    @Test
    void namesEachWayAnObjectComesAndGoes() throws Exception {
        startWithBucket(Faults.none());
        put("put", "x");
        s3.copyObject(
                c ->
                        c.sourceBucket("drop")
                                .sourceKey("put")
                                .destinationBucket("drop")
                                .destinationKey("copy"));
        completeUpload("parts");
        delete("put");
        delete("never there");
        s3.deleteObjects(
                d -> d.bucket("drop").delete(o -> o.objects(S3ObjectContract.identified("copy"))));

        assertThat(sink.awaitEvents(5))
                .extracting(event -> event.name() + " " + event.object().requireText("key"))
                .containsExactly(
                        "ObjectCreated:Put put",
                        "ObjectCreated:Copy copy",
                        "ObjectCreated:CompleteMultipartUpload parts",
                        "ObjectRemoved:Delete put",
                        "ObjectRemoved:Delete copy");
        assertThat(sink.events().getLast().object().members()).containsOnlyKeys("key", "sequencer");
    }

    private void completeUpload(String key) {
        var upload = s3.createMultipartUpload(create -> create.bucket("drop").key(key)).uploadId();
        var part =
                s3.uploadPart(
                        p -> p.bucket("drop").key(key).uploadId(upload).partNumber(1),
                        RequestBody.fromString("part"));
        var completed = CompletedPart.builder().partNumber(1).eTag(part.eTag()).build();
        s3.completeMultipartUpload(
                c ->
                        c.bucket("drop")
                                .key(key)
                                .uploadId(upload)
                                .multipartUpload(parts -> parts.parts(completed)));
    }

    @Test
    void growsTheSequencerFromEventToEvent() throws Exception {
        startWithBucket(Faults.none());
        IntStream.range(0, 20).forEach(i -> put("key", "content " + i));

        var sequencers =
                sink.awaitEvents(20).stream()
                        .map(event -> event.object().requireText("sequencer"))
                        .toList();

        assertThat(sequencers).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "incoming/a.csv, true",
        "incoming/.csv, true",
        "incoming/a.zip, false",
        "outgoing/a.csv, false",
        "incoming.csv, false"
    })
    void notifiesOnlyWhatTheFilterLetsThrough(String key, boolean expected) throws Exception {
        startWithBucket(Faults.none());
        s3.putBucketNotificationConfiguration(
                put ->
                        put.bucket("drop")
                                .notificationConfiguration(
                                        c ->
                                                c.queueConfigurations(
                                                        filteredQueue("incoming/", ".csv"))));
        put(key, "x");
        put("incoming/last.csv", "x");

        var events = sink.awaitEvents(expected ? 2 : 1);

        assertThat(events).hasSize(expected ? 2 : 1);
        assertThat(events.getFirst().target()).isEqualTo(new NotificationTarget.Queue(QUEUE));
    }

    private static QueueConfiguration filteredQueue(String prefix, String suffix) {
        var rules =
                List.of(rule(FilterRuleName.PREFIX, prefix), rule(FilterRuleName.SUFFIX, suffix));
        return QueueConfiguration.builder()
                .queueArn(QUEUE)
                .eventsWithStrings("s3:ObjectCreated:Put")
                .filter(filter -> filter.key(key -> key.filterRules(rules)))
                .build();
    }

    private static FilterRule rule(FilterRuleName name, String value) {
        return FilterRule.builder().name(name).value(value).build();
    }

    @Test
    void sendsATestEventToANewTarget() throws Exception {
        startWithBucket(Faults.none());

        assertThat(sink.all()).hasSize(1);
        var test = sink.all().getFirst().body();
        assertThat(test.members())
                .containsOnlyKeys("Service", "Event", "Time", "Bucket", "RequestId", "HostId");
        assertThat(test.requireText("Event")).isEqualTo("s3:TestEvent");
        assertThat(test.requireText("Bucket")).isEqualTo("drop");
    }

    @Test
    void refusesAConfigurationWhoseTargetTakesNoTestEvent() throws Exception {
        startWithBucket(Faults.none());
        sink.setBroken(true);

        var refusal =
                assertRefused(400, "InvalidArgument", () -> notifyTopic("s3:ObjectCreated:Put"));

        assertThat(refusal.awsErrorDetails().errorMessage())
                .isEqualTo("Unable to validate the following destination configurations");
        assertThat(
                        s3.getBucketNotificationConfiguration(get -> get.bucket("drop"))
                                .topicConfigurations()
                                .getFirst()
                                .eventsAsStrings())
                .containsExactly("s3:ObjectCreated:*", "s3:ObjectRemoved:*");
    }

    @Test
    void skipsTheTestEventWhereAsked() throws Exception {
        start(Faults.none());
        s3.createBucket(create -> create.bucket("drop"));
        sink.setBroken(true);

        s3.putBucketNotificationConfiguration(
                put ->
                        put.bucket("drop")
                                .skipDestinationValidation(true)
                                .notificationConfiguration(
                                        c -> c.queueConfigurations(filteredQueue("a", "b"))));

        assertThat(sink.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:ObjectCreated", "s3:Nonsense:*", "ObjectCreated:Put"})
    void refusesAnUnknownEvent(String event) throws Exception {
        startWithBucket(Faults.none());

        assertRefused(400, "InvalidArgument", () -> notifyTopic(event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3:ObjectRestore:*", "s3:LifecycleExpiration:Delete"})
    void saysSoWhereItCantNotify(String event) throws Exception {
        startWithBucket(Faults.none());

        assertRefused(501, "NotImplemented", () -> notifyTopic(event));
    }

    @Test
    void triesAgainUntilTheTargetTakesIt() throws Exception {
        startWithBucket(Faults.none());
        sink.setBroken(true);
        put("key", "x");
        sink.awaitRefusals(2);
        assertThat(server.s3().isIdle()).isFalse();

        sink.setBroken(false);

        assertThat(sink.awaitEvents(1)).hasSize(1);
    }

    @Test
    void deliversTwiceWhereTheFaultStrikesWithOneSequencer() throws Exception {
        startWithBucket(Faults.seeded(1, Map.of(FaultKind.DUPLICATE, 1.0)));
        put("key", "x");

        var twice = sink.awaitEvents(2);

        assertThat(twice.get(0).body()).isEqualTo(twice.get(1).body());
    }

    @Test
    void deliversOutOfOrderWhereTheFaultStrikesButDeliversAll() throws Exception {
        startWithBucket(Faults.seeded(3, Map.of(FaultKind.DELAY, 0.5)));
        IntStream.range(0, 20).forEach(i -> put("key " + i, "x"));

        var sequencers =
                sink.awaitEvents(20).stream()
                        .map(event -> event.object().requireText("sequencer"))
                        .toList();

        assertThat(sequencers).doesNotHaveDuplicates().hasSize(20);
        assertThat(sequencers).isNotEqualTo(sequencers.stream().sorted().toList());
    }

    @Test
    void deliversInOrderWithoutFaults() throws Exception {
        startWithBucket(Faults.none());
        IntStream.range(0, 50).forEach(i -> put("key " + i, "x"));

        assertThat(sink.awaitEvents(50))
                .extracting(event -> event.object().requireText("sequencer"))
                .isSorted();
    }

    @Test
    void deliversAtTheNextStartWhatIsPending() throws Exception {
        startWithBucket(Faults.none());
        sink.setBroken(true);
        IntStream.range(0, 3).forEach(i -> put("key " + i, "x"));
        sink.awaitRefusals(1);
        stop();
        sink.setBroken(false);

        start(Faults.none());

        assertThat(sink.awaitEvents(3))
                .extracting(event -> event.object().requireText("key"))
                .containsExactly("key+0", "key+1", "key+2");
    }
}

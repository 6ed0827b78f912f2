package io.spillway.router.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.job.TestTasks;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeParserTest {

    private static final String S3 =
            """
            {"Records":[{"eventVersion":"2.6","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{
              "bucket":{"name":"drop"},
              "object":{"key":"%s","size":5368709121,"eTag":"e","versionId":"v","sequencer":"0055AED6DCD90281E5"}}}]}""";

    private static final ArrivedObject ARRIVED =
            new ArrivedObject(
                    new ObjectLocation("drop", "in/a.csv"),
                    Optional.of("v"),
                    Optional.of("e"),
                    OptionalLong.of(5_368_709_121L),
                    Optional.of("0055AED6DCD90281E5"));

    private static String envelope(String message) {
        return Json.write(
                JsonObject.of()
                        .put("Type", "Notification")
                        .put("MessageId", "m")
                        .put("Message", message)
                        .build());
    }

    private static String eventBridge(String key) {
        return Json.write(
                JsonObject.of()
                        .put("version", "0")
                        .put("source", "aws.s3")
                        .put("detail-type", "Object Created")
                        .put(
                                "detail",
                                JsonObject.of()
                                        .put("bucket", JsonObject.of().put("name", "drop"))
                                        .put(
                                                "object",
                                                JsonObject.of()
                                                        .put("key", key)
                                                        .put("size", 3)
                                                        .put("etag", "e")
                                                        .put("version-id", "v")
                                                        .put("sequencer", "00")))
                        .build());
    }

    private static String key(IntakeMessage message) {
        return ((IntakeMessage.Uploaded) message).objects().getFirst().location().key();
    }

    @Test
    void readsAnEventAsS3SendsIt() {
        assertThat(IntakeParser.parse(S3.formatted("in/a.csv")))
                .isEqualTo(new IntakeMessage.Uploaded(List.of(ARRIVED)));
    }

    @Test
    void readsAnEventInsideAnEnvelope() {
        assertThat(IntakeParser.parse(envelope(S3.formatted("in/a.csv"))))
                .isEqualTo(new IntakeMessage.Uploaded(List.of(ARRIVED)));
    }

    @Test
    void readsAnEventInEventBridgesForm() {
        var uploaded = (IntakeMessage.Uploaded) IntakeParser.parse(eventBridge("in/a.csv"));

        assertThat(uploaded.objects().getFirst().versionId()).hasValue("v");
        assertThat(uploaded.objects().getFirst().etag()).hasValue("e");
    }

    @ParameterizedTest
    @CsvSource({
        "red+flower.jpg, red flower.jpg",
        "a%2Bb, a+b",
        "a%2Fb, a/b",
        "100%25, 100%",
        "%C3%BC, ü"
    })
    void decodesTheKeyOfANotification(String encoded, String key) {
        assertThat(key(IntakeParser.parse(S3.formatted(encoded)))).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"red+flower.jpg", "a%2Bb", "100%", "ü b"})
    void leavesTheKeyOfAnEventBridgeEventAsItIs(String key) {
        assertThat(key(IntakeParser.parse(eventBridge(key)))).isEqualTo(key);
    }

    @Test
    void saysThatAWronglyEncodedKeyCanNotBeRead() {
        assertThat(IntakeParser.parse(S3.formatted("100%")))
                .isInstanceOf(IntakeMessage.Unreadable.class);
    }

    @Test
    void readsAnEventWithoutVersionSizeAndSequencer() {
        var body =
                """
                {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Copy","s3":{"bucket":{"name":"b"},"object":{"key":"k","versionId":null}}}]}""";

        var object = ((IntakeMessage.Uploaded) IntakeParser.parse(body)).objects().getFirst();

        assertThat(object.versionId()).isEmpty();
        assertThat(object.size()).isEmpty();
        assertThat(object.revision()).isEmpty();
        assertThat(object.at()).isEmpty();
    }

    @Test
    void takesATimeThatItCanNotReadForNone() {
        var body =
                S3.formatted("k").replace("\"eventName\"", "\"eventTime\":\"noon\",\"eventName\"");

        var object = ((IntakeMessage.Uploaded) IntakeParser.parse(body)).objects().getFirst();

        assertThat(object.at()).isEmpty();
    }

    @Test
    void takesEveryRecordOfANotification() {
        var record = S3.formatted("k").strip();
        var one = record.substring(record.indexOf('[') + 1, record.lastIndexOf(']'));

        var message =
                IntakeParser.parse(
                        "{\"Records\":[" + one + "," + one.replace("\"k\"", "\"l\"") + "]}");

        assertThat(((IntakeMessage.Uploaded) message).objects()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"drop\"}",
                "{\"Records\":[]}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectRemoved:Delete\",\"s3\":{}}]}",
                "{\"source\":\"aws.s3\",\"detail-type\":\"Object Deleted\",\"detail\":{}}",
                "{\"source\":\"aws.batch\",\"detail-type\":\"Batch Job Queue Blocked\",\"detail\":{}}",
                "{\"specversion\":\"1.0\",\"id\":\"n\",\"type\":\"io.spillway.notice.stuck.v1\"}",
                "{\"specversion\":\"1.0\",\"id\":\"n\",\"type\":\"io.spillway.notice.recovered.v9\"}",
                "{\"source\":\"aws.batch\",\"detail-type\":\"Batch Job State Change\",\"detail\":{\"jobId\":\"j\",\"status\":\"RUNNING\"}}"
            })
    void hasNothingToDoForWhatCreatesNoObject(String body) {
        assertThat(IntakeParser.parse(body)).isInstanceOf(IntakeMessage.Nothing.class);
        assertThat(IntakeParser.parse(envelope(body))).isInstanceOf(IntakeMessage.Nothing.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "text",
                "{",
                "{} {}",
                "{}",
                "{\"Records\":[1]}",
                "{\"Records\":{}}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventVersion\":\"3.0\",\"eventName\":\"ObjectCreated:Put\"}]}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"\"}}}]}",
                "{\"Records\":[{\"eventSource\":\"aws:kinesis\"}]}",
                "{\"Type\":\"Notification\"}",
                "{\"spillway\":\"later.v9\"}",
                "{\"specversion\":\"1.0\",\"type\":\"io.spillway.phase.succeeded.v99\",\"id\":\"1\",\"time\":\"2026-01-01T00:00:00Z\",\"data\":{}}"
            })
    void saysWhatItCanNotRead(String body) {
        assertThat(IntakeParser.parse(body)).isInstanceOf(IntakeMessage.Unreadable.class);
    }

    @Test
    void readsTheEndOfAJobInBothForms() {
        var container =
                """
                {"source":"aws.batch","detail-type":"Batch Job State Change","detail":{"jobId":"j","jobName":"n","status":"FAILED",
                 "statusReason":"Essential container in task exited","attempts":[{},{}],"container":{"exitCode":65,"reason":"r"}}}""";
        var task =
                """
                {"source":"aws.batch","detail-type":"Batch Job State Change","detail":{"jobId":"j","jobName":"n","status":"FAILED",
                 "statusReason":"Essential container in task exited",
                 "attempts":[{},{"taskProperties":[{"containers":[{"exitCode":65,"reason":"r"}]}]}]}}""";
        var ended =
                new EndedJob(
                        "j",
                        "n",
                        Optional.empty(),
                        false,
                        false,
                        Optional.of("Essential container in task exited"),
                        Optional.of("r"),
                        OptionalLong.of(65),
                        2);

        assertThat(IntakeParser.parse(container)).isEqualTo(new IntakeMessage.JobEnded(ended));
        assertThat(IntakeParser.parse(task)).isEqualTo(new IntakeMessage.JobEnded(ended));
    }

    @Test
    void readsATaskThatWaitsForAJob() {
        var task = TestTasks.task(7, 42).again(3, 1);

        assertThat(IntakeParser.parse(SubmissionMessages.write(task)))
                .isEqualTo(new IntakeMessage.Submission(task));
    }

    @Test
    void readsWhatTheRouterAsksItselfToLookAt() {
        var pass =
                new Pass(
                        3,
                        "drop",
                        Instant.parse("2026-01-01T12:00:00Z"),
                        Instant.parse("2026-01-01T11:00:00Z"),
                        Instant.parse("2026-01-01T11:40:00Z"));
        var first =
                new IntakeMessage.JobEnds(
                        pass, "jobs", ListedStatus.FAILED, Optional.empty(), Optional.empty());
        var later = first.from("token").until("job-1");

        assertThat(IntakeParser.parse(ReconcileMessages.ends(first))).isEqualTo(first);
        assertThat(IntakeParser.parse(ReconcileMessages.ends(later))).isEqualTo(later);
        assertThat(IntakeParser.parse(ReconcileMessages.waitingJobs()))
                .isEqualTo(new IntakeMessage.LookAtWaitingJobs());
        assertThat(IntakeParser.parse(ReconcileMessages.deadLetters()))
                .isEqualTo(new IntakeMessage.LookAtDeadLetters());
    }

    @Property
    void neverThrows(@ForAll String body) {
        assertThat(IntakeParser.parse(body)).isNotNull();
    }

    @Property
    void findsEveryKeyThatS3Encodes(@ForAll @StringLength(min = 1, max = 200) String text) {
        var key = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        var encoded = URLEncoder.encode(key, StandardCharsets.UTF_8);

        assertThat(key(IntakeParser.parse(S3.formatted(encoded)))).isEqualTo(key);
        assertThat(key(IntakeParser.parse(envelope(eventBridge(key))))).isEqualTo(key);
    }
}

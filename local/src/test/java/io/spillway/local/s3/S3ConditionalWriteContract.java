package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Writes that only happen if nobody else was there: what claims and ledgers are built on. */
abstract class S3ConditionalWriteContract extends S3Contract {

    private static final int THREADS = 32;

    @Test
    void createsOnlyOnce() {
        createIfAbsent("key", "first");

        assertRefused(412, "PreconditionFailed", () -> createIfAbsent("key", "second"));
        assertThat(get("key")).isEqualTo("first");
    }

    @Test
    void createsAgainWhatWasDeleted() {
        createIfAbsent("key", "first");
        s3().deleteObject(delete -> delete.bucket(bucket).key("key"));

        createIfAbsent("key", "second");

        assertThat(get("key")).isEqualTo("second");
    }

    @Test
    void takesADeleteMarkerForNothing() {
        enableVersioning();
        createIfAbsent("key", "first");
        s3().deleteObject(delete -> delete.bucket(bucket).key("key"));

        createIfAbsent("key", "second");

        assertThat(get("key")).isEqualTo("second");
    }

    @RepeatedTest(5)
    void letsExactlyOneOfManyCreate() throws Exception {
        var wins =
                atOnce(
                        THREADS,
                        () -> {
                            try {
                                createIfAbsent("key", Thread.currentThread().toString());
                                return true;
                            } catch (S3Exception e) {
                                assertThat(e.statusCode()).isIn(409, 412);
                                return false;
                            }
                        });

        assertThat(Collections.frequency(wins, true)).isEqualTo(1);
    }

    @Test
    void replacesOnlyWhatWasSeen() {
        var first = put("key", "first").eTag();
        replace("key", first, "second");

        assertRefused(412, "PreconditionFailed", () -> replace("key", first, "third"));
        assertThat(get("key")).isEqualTo("second");
    }

    @Test
    void takesAnETagWithAndWithoutQuotes() {
        var quoted = put("key", "first").eTag();
        var second = replace("key", quoted.replace("\"", ""), "second").eTag();

        replace("key", second, "third");

        assertThat(get("key")).isEqualTo("third");
    }

    @Test
    void replacesNothingThatIsMissing() {
        assertRefused(404, "NoSuchKey", () -> replace("key", "\"0123\"", "x"));
    }

    @Test
    void losesNoUpdateOfMany() throws Exception {
        put("counter", "0");

        var increments = atOnce(THREADS, this::incrementOnce);

        var done = Collections.frequency(increments, true);
        assertThat(done).isPositive();
        assertThat(get("counter")).isEqualTo(Integer.toString(done));
    }

    private boolean incrementOnce() {
        var seen = s3().getObjectAsBytes(get -> get.bucket(bucket).key("counter"));
        var next = Integer.toString(Integer.parseInt(seen.asUtf8String()) + 1);
        try {
            replace("counter", seen.response().eTag(), next);
            return true;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isIn(409, 412);
            return false;
        }
    }

    @Test
    void deletesOnlyWhatWasSeen() {
        var first = put("key", "first").eTag();
        put("key", "second");

        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3().deleteObject(delete -> delete.bucket(bucket).key("key").ifMatch(first)));
        assertThat(get("key")).isEqualTo("second");

        s3().deleteObject(delete -> delete.bucket(bucket).key("key").ifMatch("*"));
        assertRefused(404, () -> s3().headObject(head -> head.bucket(bucket).key("key")));
    }

    @Test
    void deletesNothingThatIsMissingWhereThatWasTheCondition() {
        assertRefused(
                404,
                "NoSuchKey",
                () ->
                        s3().deleteObject(
                                        delete ->
                                                delete.bucket(bucket)
                                                        .key("key")
                                                        .ifMatch("\"0123\"")));
    }

    @Test
    void deletesManyEachUnderItsOwnCondition() {
        var seen = put("seen", "x").eTag();
        put("changed", "x");

        var objects =
                List.of(
                        ObjectIdentifier.builder().key("seen").eTag(seen).build(),
                        ObjectIdentifier.builder().key("changed").eTag("old").build());

        var answer =
                s3().deleteObjects(delete -> delete.bucket(bucket).delete(d -> d.objects(objects)));

        assertThat(answer.deleted())
                .singleElement()
                .satisfies(d -> assertThat(d.key()).isEqualTo("seen"));
        assertThat(answer.errors())
                .singleElement()
                .satisfies(error -> assertThat(error.code()).isEqualTo("PreconditionFailed"));
        assertThat(get("changed")).isEqualTo("x");
    }

    @Test
    void copiesOnlyOntoNothingWhereThatIsTheCondition() {
        put("from", "x");
        copyIfAbsent("from", "to");
        put("from", "y");

        assertRefused(412, "PreconditionFailed", () -> copyIfAbsent("from", "to"));
        assertThat(get("to")).isEqualTo("x");
    }

    @Test
    void copiesOnlyASourceThatIsAsItWasSeen() {
        var first = put("from", "x").eTag();
        put("from", "y");

        assertRefused(
                412,
                "PreconditionFailed",
                () ->
                        s3().copyObject(
                                        copy ->
                                                copy.sourceBucket(bucket)
                                                        .sourceKey("from")
                                                        .destinationBucket(bucket)
                                                        .destinationKey("to")
                                                        .copySourceIfMatch(first)));
    }

    @Test
    void completesAnUploadOnlyOntoNothingWhereThatIsTheCondition() {
        var upload = startUpload("key");
        var part = uploadPart("key", upload, 1, "uploaded".getBytes(StandardCharsets.UTF_8));
        put("key", "quicker");

        assertRefused(
                412,
                "PreconditionFailed",
                () ->
                        s3().completeMultipartUpload(
                                        complete ->
                                                complete.bucket(bucket)
                                                        .key("key")
                                                        .uploadId(upload)
                                                        .ifNoneMatch("*")
                                                        .multipartUpload(p -> p.parts(part))));
        assertThat(get("key")).isEqualTo("quicker");
    }

    final PutObjectResponse createIfAbsent(String key, String content) {
        return s3().putObject(
                        put -> put.bucket(bucket).key(key).ifNoneMatch("*"),
                        RequestBody.fromString(content));
    }

    final PutObjectResponse replace(String key, String etag, String content) {
        return s3().putObject(
                        put -> put.bucket(bucket).key(key).ifMatch(etag),
                        RequestBody.fromString(content));
    }

    final void copyIfAbsent(String from, String to) {
        s3().copyObject(
                        copy ->
                                copy.sourceBucket(bucket)
                                        .sourceKey(from)
                                        .destinationBucket(bucket)
                                        .destinationKey(to)
                                        .ifNoneMatch("*"));
    }
}

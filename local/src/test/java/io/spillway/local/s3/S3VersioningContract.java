package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Tag;

/** Buckets that keep what is overwritten and deleted. */
abstract class S3VersioningContract extends S3Contract {

    @Test
    void isOffUntilItIsEnabled() {
        assertThat(s3().getBucketVersioning(get -> get.bucket(bucket)).status()).isNull();
        assertThat(put("key", "x").versionId()).isNull();

        enableVersioning();

        assertThat(s3().getBucketVersioning(get -> get.bucket(bucket)).status())
                .isEqualTo(BucketVersioningStatus.ENABLED);
    }

    @Test
    void keepsEveryVersionReadable() {
        enableVersioning();
        var first = put("key", "first").versionId();
        var second = put("key", "second").versionId();

        assertThat(first).isNotEqualTo(second);
        assertThat(get("key")).isEqualTo("second");
        assertThat(get("key", first)).isEqualTo("first");
        assertThat(get("key", second)).isEqualTo("second");
    }

    @Test
    void callsWhatWasThereBeforeTheNullVersion() {
        put("key", "before");
        enableVersioning();
        put("key", "after");

        assertThat(get("key", "null")).isEqualTo("before");
    }

    @Test
    void hidesADeletedKeyBehindAMarker() {
        enableVersioning();
        var version = put("key", "x").versionId();

        var answer = s3().deleteObject(delete -> delete.bucket(bucket).key("key"));

        assertThat(answer.deleteMarker()).isTrue();
        assertRefused(404, "NoSuchKey", () -> s3().getObject(get -> get.bucket(bucket).key("key")));
        assertThat(get("key", version)).isEqualTo("x");
        assertThat(s3().listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
    }

    @Test
    void refusesToReadAMarker() {
        enableVersioning();
        put("key", "x");
        var marker = s3().deleteObject(delete -> delete.bucket(bucket).key("key")).versionId();

        assertRefused(
                405,
                "MethodNotAllowed",
                () -> s3().getObject(get -> get.bucket(bucket).key("key").versionId(marker)));
    }

    @Test
    void bringsAKeyBackWhenItsMarkerIsDeleted() {
        enableVersioning();
        put("key", "x");
        var marker = s3().deleteObject(delete -> delete.bucket(bucket).key("key")).versionId();

        var answer =
                s3().deleteObject(delete -> delete.bucket(bucket).key("key").versionId(marker));

        assertThat(answer.deleteMarker()).isTrue();
        assertThat(get("key")).isEqualTo("x");
    }

    @Test
    void deletesOneVersionForGood() {
        enableVersioning();
        var first = put("key", "first").versionId();
        var second = put("key", "second").versionId();

        s3().deleteObject(delete -> delete.bucket(bucket).key("key").versionId(second));

        assertThat(get("key")).isEqualTo("first");
        assertRefused(
                404,
                "NoSuchVersion",
                () -> s3().getObject(get -> get.bucket(bucket).key("key").versionId(second)));
        assertThat(get("key", first)).isEqualTo("first");
    }

    @Test
    void overwritesOnlyTheNullVersionWhileSuspended() {
        enableVersioning();
        var kept = put("key", "kept").versionId();
        setVersioning(BucketVersioningStatus.SUSPENDED);
        put("key", "one");
        put("key", "two");

        assertThat(get("key", kept)).isEqualTo("kept");
        assertThat(get("key", "null")).isEqualTo("two");
        assertThat(versions()).hasSize(2);
    }

    @Test
    void marksWithTheNullVersionWhileSuspended() {
        enableVersioning();
        var kept = put("key", "kept").versionId();
        setVersioning(BucketVersioningStatus.SUSPENDED);
        put("key", "lost");

        s3().deleteObject(delete -> delete.bucket(bucket).key("key"));

        assertThat(versions()).extracting(ObjectVersion::versionId).containsExactly(kept);
        assertThat(s3().listObjectVersions(list -> list.bucket(bucket)).deleteMarkers())
                .extracting(DeleteMarkerEntry::versionId)
                .containsExactly("null");
    }

    @Test
    void listsVersionsNewestFirst() {
        enableVersioning();
        var first = put("a", "1").versionId();
        var second = put("a", "22").versionId();
        var other = put("b", "333").versionId();

        assertThat(versions())
                .extracting(ObjectVersion::versionId)
                .containsExactly(second, first, other);
        assertThat(versions())
                .extracting(ObjectVersion::isLatest)
                .containsExactly(true, false, true);
        assertThat(versions()).extracting(ObjectVersion::size).containsExactly(2L, 1L, 3L);
    }

    @Test
    void listsVersionsPageByPage() {
        enableVersioning();
        var written =
                Stream.of("a", "a", "a", "b", "c").map(key -> put(key, "x").versionId()).toList();

        var paged =
                s3()
                        .listObjectVersionsPaginator(list -> list.bucket(bucket).maxKeys(2))
                        .versions()
                        .stream()
                        .map(ObjectVersion::versionId)
                        .toList();

        assertThat(paged)
                .containsExactly(
                        written.get(2),
                        written.get(1),
                        written.get(0),
                        written.get(3),
                        written.get(4));
    }

    @Test
    void copiesAnOldVersion() {
        enableVersioning();
        var first = put("key", "first").versionId();
        put("key", "second");

        var copy =
                s3().copyObject(
                                c ->
                                        c.sourceBucket(bucket)
                                                .sourceKey("key")
                                                .sourceVersionId(first)
                                                .destinationBucket(bucket)
                                                .destinationKey("key"));

        assertThat(get("key")).isEqualTo("first");
        assertThat(copy.copySourceVersionId()).isEqualTo(first);
        assertThat(versions()).hasSize(3);
    }

    @Test
    void tagsOneVersionOnly() {
        enableVersioning();
        var first = put("key", "first").versionId();
        var second = put("key", "second").versionId();

        s3().putObjectTagging(
                        put ->
                                put.bucket(bucket)
                                        .key("key")
                                        .versionId(first)
                                        .tagging(
                                                tags ->
                                                        tags.tagSet(
                                                                Tag.builder()
                                                                        .key("t")
                                                                        .value("1")
                                                                        .build())));

        assertThat(tags(first)).hasSize(1);
        assertThat(tags(second)).isEmpty();
    }

    private List<Tag> tags(String version) {
        return s3().getObjectTagging(get -> get.bucket(bucket).key("key").versionId(version))
                .tagSet();
    }

    private List<ObjectVersion> versions() {
        return s3().listObjectVersions(list -> list.bucket(bucket)).versions();
    }
}

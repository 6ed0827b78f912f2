package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.Tag;

/** Objects one by one: written, read, copied, deleted. */
abstract class S3ObjectContract extends S3Contract {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 131_072, 3_000_000})
    void returnsTheBytesItWasGiven(int size) {
        var content = bytes(size);

        s3().putObject(put -> put.bucket(bucket).key("key"), RequestBody.fromBytes(content));

        assertThat(s3().getObjectAsBytes(get -> get.bucket(bucket).key("key")).asByteArray())
                .isEqualTo(content);
        assertThat(s3().headObject(head -> head.bucket(bucket).key("key")).contentLength())
                .isEqualTo(size);
    }

    @Test
    void namesThePlainMd5AsTheETag() throws Exception {
        var md5 = MessageDigest.getInstance("MD5").digest("hello".getBytes(StandardCharsets.UTF_8));
        var expected = "\"" + HexFormat.of().formatHex(md5) + "\"";

        assertThat(put("key", "hello").eTag()).isEqualTo(expected);
        assertThat(s3().headObject(head -> head.bucket(bucket).key("key")).eTag())
                .isEqualTo(expected);
    }

    @Test
    void replacesWhatWasThere() {
        put("key", "one");
        put("key", "two");

        assertThat(get("key")).isEqualTo("two");
    }

    static Stream<String> oddKeys() {
        return Stream.of(
                " ",
                "a b+c%20d%2Fe",
                "a//b",
                "/leading",
                "trailing/",
                "a/../b/./c",
                "ünïcödé/日本語/😀",
                "&<>\"'`~!@#$^*()=[]{}|\\:;,?",
                "tab\tnew\nline\rend",
                "\u0001\u001f\u007f",
                "k".repeat(1_024),
                "é".repeat(512));
    }

    @ParameterizedTest
    @MethodSource("oddKeys")
    void keepsOddKeysAsTheyAre(String key) {
        put(key, "odd");

        assertThat(get(key)).isEqualTo("odd");
        assertThat(s3().listObjectsV2(list -> list.bucket(bucket).encodingType("url")).contents())
                .singleElement()
                .satisfies(object -> assertThat(object.key()).isEqualTo(key));
    }

    @Test
    void holdsAKeyBesideTheKeysItSeemsToContain() {
        put("a", "file");
        put("a/", "marker");
        put("a/b", "child");

        assertThat(List.of(get("a"), get("a/"), get("a/b")))
                .containsExactly("file", "marker", "child");
    }

    @Test
    void refusesAKeyOf1025Bytes() {
        assertRefused(400, "KeyTooLongError", () -> put("k".repeat(1_025), "long"));
        assertRefused(400, "KeyTooLongError", () -> put("é".repeat(513), "long"));
    }

    @Test
    void keepsHeadersAndMetadata() {
        s3().putObject(
                        put ->
                                put.bucket(bucket)
                                        .key("key")
                                        .contentType("text/csv; charset=utf-8")
                                        .contentEncoding("gzip")
                                        .cacheControl("no-cache")
                                        .contentDisposition("attachment; filename=\"a.csv\"")
                                        .contentLanguage("de")
                                        .metadata(Map.of("origin", "a b", "empty-ish", "-")),
                        RequestBody.fromString("x"));

        var head = s3().headObject(request -> request.bucket(bucket).key("key"));

        assertThat(head.contentType()).isEqualTo("text/csv; charset=utf-8");
        assertThat(head.contentEncoding()).isEqualTo("gzip");
        assertThat(head.cacheControl()).isEqualTo("no-cache");
        assertThat(head.contentDisposition()).isEqualTo("attachment; filename=\"a.csv\"");
        assertThat(head.contentLanguage()).isEqualTo("de");
        assertThat(head.metadata()).isEqualTo(Map.of("origin", "a b", "empty-ish", "-"));
    }

    @Test
    void tellsWhenItWasModified() {
        var before = Instant.now().minusSeconds(2);
        put("key", "x");

        assertThat(s3().headObject(head -> head.bucket(bucket).key("key")).lastModified())
                .isBetween(before, Instant.now().plusSeconds(1));
    }

    @Test
    void refusesMetadataOver2048Bytes() {
        assertRefused(
                400,
                "MetadataTooLarge",
                () ->
                        s3().putObject(
                                        put ->
                                                put.bucket(bucket)
                                                        .key("key")
                                                        .metadata(Map.of("m", "v".repeat(2_048))),
                                        RequestBody.fromString("x")));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=2-5, 2, 6",
        "bytes=7-, 7, 10",
        "bytes=7-99, 7, 10",
        "bytes=-3, 7, 10",
        "bytes=-99, 0, 10"
    })
    void readsARange(String range, int from, int to) {
        put("key", "0123456789");

        var part = s3().getObjectAsBytes(get -> get.bucket(bucket).key("key").range(range));

        assertThat(part.asUtf8String()).isEqualTo("0123456789".substring(from, to));
        assertThat(part.response().contentRange())
                .isEqualTo("bytes %d-%d/10".formatted(from, to - 1));
        assertThat(part.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0"})
    void refusesARangeBeyondTheEnd(String range) {
        put("key", "0123456789");

        assertRefused(
                416,
                "InvalidRange",
                () -> s3().getObject(get -> get.bucket(bucket).key("key").range(range)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines=1-2", "bytes=5-2", "bytes=x-y"})
    void ignoresARangeItCantRead(String range) {
        put("key", "0123456789");

        var whole = s3().getObjectAsBytes(get -> get.bucket(bucket).key("key").range(range));

        assertThat(whole.asUtf8String()).isEqualTo("0123456789");
        assertThat(whole.response().sdkHttpResponse().statusCode()).isEqualTo(200);
    }

    @Test
    void knowsNoKeyThatWasNeverWritten() {
        var refusal =
                assertRefused(
                        404,
                        "NoSuchKey",
                        () -> s3().getObject(get -> get.bucket(bucket).key("none")));

        assertThat(refusal).isInstanceOf(NoSuchKeyException.class);
        assertRefused(404, () -> s3().headObject(head -> head.bucket(bucket).key("none")));
    }

    @Test
    void knowsNoBucketThatWasNeverMade() {
        var refusal =
                assertRefused(
                        404,
                        "NoSuchBucket",
                        () -> s3().getObject(get -> get.bucket("never-made").key("key")));

        assertThat(refusal).isInstanceOf(NoSuchBucketException.class);
        assertRefused(
                404,
                "NoSuchBucket",
                () ->
                        s3().putObject(
                                        put -> put.bucket("never-made").key("key"),
                                        RequestBody.fromString("x")));
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256", "CRC64_NVME"})
    void keepsTheChecksumOfTheSendersChoice(ChecksumAlgorithm algorithm) {
        var content = "123456789";
        var expected =
                switch (algorithm) {
                    case CRC32 -> "y/Q5Jg==";
                    case CRC32_C -> "4waSgw==";
                    case CRC64_NVME -> "rosUhgp5mIg=";
                    case SHA1 -> sha("SHA-1", content);
                    case SHA256 -> sha("SHA-256", content);
                    default -> throw new IllegalArgumentException(algorithm.toString());
                };

        s3().putObject(
                        put -> {
                            put.bucket(bucket).key("key");
                            switch (algorithm) {
                                case CRC32 -> put.checksumCRC32(expected);
                                case CRC32_C -> put.checksumCRC32C(expected);
                                case CRC64_NVME -> put.checksumCRC64NVME(expected);
                                case SHA1 -> put.checksumSHA1(expected);
                                default -> put.checksumSHA256(expected);
                            }
                        },
                        RequestBody.fromString(content));

        var head =
                s3().headObject(
                                request ->
                                        request.bucket(bucket)
                                                .key("key")
                                                .checksumMode(ChecksumMode.ENABLED));
        assertThat(
                        Stream.of(
                                        head.checksumCRC32(),
                                        head.checksumCRC32C(),
                                        head.checksumCRC64NVME(),
                                        head.checksumSHA1(),
                                        head.checksumSHA256())
                                .filter(Objects::nonNull))
                .containsExactly(expected);
    }

    private static String sha(String name, String content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance(name)
                                    .digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesAWrongChecksumAndStoresNothing() {
        assertRefused(
                400,
                "BadDigest",
                () ->
                        s3().putObject(
                                        put ->
                                                put.bucket(bucket)
                                                        .key("key")
                                                        .checksumCRC32("AAAAAA=="),
                                        RequestBody.fromString("x")));

        assertRefused(404, () -> s3().headObject(head -> head.bucket(bucket).key("key")));
    }

    @Test
    void refusesAWrongContentMd5AndStoresNothing() {
        assertRefused(
                400,
                "BadDigest",
                () ->
                        s3().putObject(
                                        put ->
                                                put.bucket(bucket)
                                                        .key("key")
                                                        .contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                                        RequestBody.fromString("x")));

        assertRefused(404, () -> s3().headObject(head -> head.bucket(bucket).key("key")));
    }

    @Test
    void answersReadsThatHoldAConditionAgainstTheETag() {
        var etag = put("key", "x").eTag();

        assertThat(
                        s3().getObjectAsBytes(get -> get.bucket(bucket).key("key").ifMatch(etag))
                                .asUtf8String())
                .isEqualTo("x");
        assertRefused(
                412,
                "PreconditionFailed",
                () -> s3().getObject(get -> get.bucket(bucket).key("key").ifMatch("\"other\"")));
        assertRefused(
                304, () -> s3().getObject(get -> get.bucket(bucket).key("key").ifNoneMatch(etag)));
        assertRefused(
                304,
                () -> s3().headObject(head -> head.bucket(bucket).key("key").ifNoneMatch(etag)));
    }

    @Test
    void answersReadsThatHoldAConditionAgainstTheTime() {
        put("key", "x");
        var past = Instant.now().minusSeconds(3_600);
        var future = Instant.now().plusSeconds(3_600);

        assertRefused(
                412,
                () -> s3().headObject(h -> h.bucket(bucket).key("key").ifUnmodifiedSince(past)));
        assertRefused(
                304,
                () -> s3().headObject(h -> h.bucket(bucket).key("key").ifModifiedSince(future)));
        s3().headObject(head -> head.bucket(bucket).key("key").ifModifiedSince(past));
        s3().headObject(head -> head.bucket(bucket).key("key").ifUnmodifiedSince(future));
    }

    @Test
    void deletesAndDoesNotMindASecondTime() {
        put("key", "x");

        s3().deleteObject(delete -> delete.bucket(bucket).key("key"));
        s3().deleteObject(delete -> delete.bucket(bucket).key("key"));

        assertRefused(404, () -> s3().headObject(head -> head.bucket(bucket).key("key")));
    }

    @Test
    void deletesManyAtOnceEvenThoseThatAreMissing() {
        put("a", "x");
        put("ü/+ ", "x");
        put("kept", "x");

        var answer =
                s3().deleteObjects(
                                delete ->
                                        delete.bucket(bucket)
                                                .delete(
                                                        objects ->
                                                                objects.objects(
                                                                        identified(
                                                                                "a", "ü/+ ",
                                                                                "missing"))));

        assertThat(answer.deleted()).hasSize(3);
        assertThat(answer.errors()).isEmpty();
        assertThat(s3().listObjectsV2(list -> list.bucket(bucket)).contents())
                .singleElement()
                .satisfies(object -> assertThat(object.key()).isEqualTo("kept"));
    }

    @Test
    void deletesManyQuietly() {
        put("a", "x");

        var answer =
                s3().deleteObjects(
                                delete ->
                                        delete.bucket(bucket)
                                                .delete(
                                                        objects ->
                                                                objects.quiet(true)
                                                                        .objects(identified("a"))));

        assertThat(answer.deleted()).isEmpty();
        assertRefused(404, () -> s3().headObject(head -> head.bucket(bucket).key("a")));
    }

    @Test
    void refusesToDelete1001AtOnce() {
        var keys = IntStream.rangeClosed(0, 1_000).mapToObj(i -> "k" + i).toArray(String[]::new);

        assertRefused(
                400,
                "MalformedXML",
                () ->
                        s3().deleteObjects(
                                        delete ->
                                                delete.bucket(bucket)
                                                        .delete(o -> o.objects(identified(keys)))));
    }

    static List<ObjectIdentifier> identified(String... keys) {
        return Stream.of(keys).map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    }

    @Test
    void copiesBytesAndMetadata() {
        s3().putObject(
                        put ->
                                put.bucket(bucket)
                                        .key("from/ü +%")
                                        .contentType("text/csv")
                                        .metadata(Map.of("origin", "here")),
                        RequestBody.fromString("content"));

        var copy =
                s3().copyObject(
                                c ->
                                        c.sourceBucket(bucket)
                                                .sourceKey("from/ü +%")
                                                .destinationBucket(bucket)
                                                .destinationKey("to"));

        var head = s3().headObject(request -> request.bucket(bucket).key("to"));
        assertThat(get("to")).isEqualTo("content");
        assertThat(head.contentType()).isEqualTo("text/csv");
        assertThat(head.metadata()).isEqualTo(Map.of("origin", "here"));
        assertThat(head.eTag()).isEqualTo(copy.copyObjectResult().eTag());
    }

    @Test
    void copiesWithOtherMetadataWhereAsked() {
        s3().putObject(
                        put -> put.bucket(bucket).key("key").metadata(Map.of("old", "1")),
                        RequestBody.fromString("content"));

        s3().copyObject(
                        c ->
                                c.sourceBucket(bucket)
                                        .sourceKey("key")
                                        .destinationBucket(bucket)
                                        .destinationKey("key")
                                        .metadataDirective(MetadataDirective.REPLACE)
                                        .metadata(Map.of("new", "2")));

        assertThat(s3().headObject(head -> head.bucket(bucket).key("key")).metadata())
                .isEqualTo(Map.of("new", "2"));
    }

    @Test
    void refusesToCopyAnObjectOntoItselfUnchanged() {
        put("key", "x");

        assertRefused(400, "InvalidRequest", () -> copy("key", "key"));
    }

    @Test
    void refusesToCopyWhatIsMissing() {
        assertRefused(404, "NoSuchKey", () -> copy("missing", "to"));
    }

    @Test
    void keepsACopyWhenTheOriginalIsDeletedOrOverwritten() {
        put("key", "original");
        copy("key", "copy");

        put("key", "overwritten");
        s3().deleteObject(delete -> delete.bucket(bucket).key("key"));

        assertThat(get("copy")).isEqualTo("original");
    }

    private void copy(String from, String to) {
        s3().copyObject(
                        c ->
                                c.sourceBucket(bucket)
                                        .sourceKey(from)
                                        .destinationBucket(bucket)
                                        .destinationKey(to));
    }

    @Test
    void keepsTags() {
        s3().putObject(
                        put -> put.bucket(bucket).key("key").tagging("a=1&b=2%203"),
                        RequestBody.fromString("x"));
        assertThat(tags()).containsExactlyInAnyOrder(tag("a", "1"), tag("b", "2 3"));

        s3().putObjectTagging(
                        put -> put.bucket(bucket).key("key").tagging(t -> t.tagSet(tag("c", "4"))));
        assertThat(tags()).containsExactly(tag("c", "4"));

        s3().deleteObjectTagging(delete -> delete.bucket(bucket).key("key"));
        assertThat(tags()).isEmpty();
    }

    @Test
    void refusesElevenTags() {
        put("key", "x");
        var eleven = IntStream.range(0, 11).mapToObj(i -> tag("k" + i, "v")).toList();

        assertRefused(
                400,
                "BadRequest",
                () ->
                        s3().putObjectTagging(
                                        put ->
                                                put.bucket(bucket)
                                                        .key("key")
                                                        .tagging(t -> t.tagSet(eleven))));
    }

    private List<Tag> tags() {
        return s3().getObjectTagging(get -> get.bucket(bucket).key("key")).tagSet();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}

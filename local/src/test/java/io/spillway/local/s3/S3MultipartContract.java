package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;

/** Objects that arrive in parts. */
abstract class S3MultipartContract extends S3Contract {

    private static final int PART = 5 * MIB;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] read(String key) {
        return s3().getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray();
    }

    @Test
    void joinsPartsByNumberNotByArrival() throws Exception {
        var content = bytes(PART + 7);
        var upload = startUpload("key");
        var second = uploadPart("key", upload, 2, range(content, PART, PART + 7));
        var first = uploadPart("key", upload, 1, range(content, 0, PART));

        var answer = complete("key", upload, first, second);

        assertThat(read("key")).isEqualTo(content);
        assertThat(answer.eTag()).isEqualTo(etagOfParts(first, second));
        assertThat(s3().headObject(head -> head.bucket(bucket).key("key")).contentLength())
                .isEqualTo(content.length);
    }

    private static String etagOfParts(CompletedPart... parts) throws Exception {
        var md5 = MessageDigest.getInstance("MD5");
        for (var part : parts) {
            md5.update(HexFormat.of().parseHex(part.eTag().replace("\"", "")));
        }
        return "\"" + HexFormat.of().formatHex(md5.digest()) + "-" + parts.length + "\"";
    }

    @Test
    void showsNothingBeforeItIsCompleted() {
        var upload = startUpload("key");
        uploadPart("key", upload, 1, text("x"));

        assertRefused(404, () -> s3().headObject(head -> head.bucket(bucket).key("key")));
        assertThat(s3().listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
    }

    @Test
    void takesAnEmptyOnlyPart() {
        var upload = startUpload("key");

        complete("key", upload, uploadPart("key", upload, 1, new byte[0]));

        assertThat(read("key")).isEmpty();
    }

    @Test
    void leavesOutPartsThatArentListed() {
        var upload = startUpload("key");
        uploadPart("key", upload, 1, text("left out"));
        var second = uploadPart("key", upload, 2, text("kept"));

        complete("key", upload, second);

        assertThat(get("key")).isEqualTo("kept");
    }

    @Test
    void keepsTheLastOfTwoPartsWithOneNumber() {
        var upload = startUpload("key");
        uploadPart("key", upload, 1, text("first try"));
        var second = uploadPart("key", upload, 1, text("second try"));

        complete("key", upload, second);

        assertThat(get("key")).isEqualTo("second try");
    }

    @Test
    void givesTheObjectWhatItsUploadWasCreatedWith() {
        var upload =
                s3().createMultipartUpload(
                                create ->
                                        create.bucket(bucket)
                                                .key("key")
                                                .contentType("text/csv")
                                                .metadata(Map.of("origin", "parts"))
                                                .tagging("a=1"))
                        .uploadId();
        complete("key", upload, uploadPart("key", upload, 1, text("x")));

        var head = s3().headObject(request -> request.bucket(bucket).key("key"));

        assertThat(head.contentType()).isEqualTo("text/csv");
        assertThat(head.metadata()).isEqualTo(Map.of("origin", "parts"));
        assertThat(s3().getObjectTagging(get -> get.bucket(bucket).key("key")).tagSet()).hasSize(1);
    }

    @Test
    void refusesASmallPartThatIsntTheLast() {
        var upload = startUpload("key");
        var first = uploadPart("key", upload, 1, bytes(PART - 1));
        var second = uploadPart("key", upload, 2, text("x"));

        assertRefused(400, "EntityTooSmall", () -> complete("key", upload, first, second));
    }

    @Test
    void refusesPartsOutOfOrder() {
        var upload = startUpload("key");
        var first = uploadPart("key", upload, 1, bytes(PART));
        var second = uploadPart("key", upload, 2, bytes(PART));

        assertRefused(400, "InvalidPartOrder", () -> complete("key", upload, second, first));
    }

    @Test
    void refusesAPartItDoesntHave() {
        var upload = startUpload("key");
        var first = uploadPart("key", upload, 1, text("x"));

        assertRefused(
                400,
                "InvalidPart",
                () ->
                        complete(
                                "key",
                                upload,
                                first.toBuilder().eTag("\"0123456789abcdef\"").build()));
        assertRefused(
                400,
                "InvalidPart",
                () -> complete("key", upload, first.toBuilder().partNumber(2).build()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_001})
    void refusesAPartNumberOutOfBounds(int number) {
        var upload = startUpload("key");

        assertRefused(400, "InvalidArgument", () -> uploadPart("key", upload, number, text("x")));
    }

    @Test
    void takesTheHighestPartNumber() {
        var upload = startUpload("key");

        complete("key", upload, uploadPart("key", upload, 10_000, text("x")));

        assertThat(get("key")).isEqualTo("x");
    }

    @Test
    void knowsAnUploadNoMoreOnceItIsCompleted() {
        var upload = startUpload("key");
        var part = uploadPart("key", upload, 1, text("x"));
        complete("key", upload, part);

        var refusal =
                assertRefused(
                        404, "NoSuchUpload", () -> uploadPart("key", upload, 2, text("late")));

        assertThat(refusal).isInstanceOf(NoSuchUploadException.class);
        assertRefused(404, "NoSuchUpload", () -> complete("key", upload, part));
    }

    @Test
    void knowsAnUploadNoMoreOnceItIsAborted() {
        var upload = startUpload("key");
        var part = uploadPart("key", upload, 1, text("x"));

        s3().abortMultipartUpload(abort -> abort.bucket(bucket).key("key").uploadId(upload));

        assertRefused(404, "NoSuchUpload", () -> complete("key", upload, part));
        assertRefused(404, () -> s3().headObject(head -> head.bucket(bucket).key("key")));
    }

    @Test
    void refusesAnUploadOfAnotherKey() {
        var upload = startUpload("key");

        assertRefused(404, "NoSuchUpload", () -> uploadPart("other", upload, 1, text("x")));
    }

    @Test
    void listsParts() {
        var upload = startUpload("key");
        IntStream.of(3, 1, 7).forEach(n -> uploadPart("key", upload, n, bytes(n)));

        var parts =
                s3()
                        .listPartsPaginator(
                                list -> list.bucket(bucket).key("key").uploadId(upload).maxParts(2))
                        .parts()
                        .stream()
                        .toList();

        assertThat(parts).extracting(Part::partNumber).containsExactly(1, 3, 7);
        assertThat(parts).extracting(Part::size).containsExactly(1L, 3L, 7L);
    }

    @Test
    void listsUploadsInProgressByKeyAndAge() {
        var b1 = startUpload("b");
        var b2 = startUpload("b");
        var a = startUpload("a");
        var done = startUpload("done");
        complete("done", done, uploadPart("done", done, 1, text("x")));

        var all =
                s3().listMultipartUploads(list -> list.bucket(bucket)).uploads().stream()
                        .map(MultipartUpload::uploadId)
                        .toList();
        var paged =
                s3()
                        .listMultipartUploadsPaginator(list -> list.bucket(bucket).maxUploads(1))
                        .uploads()
                        .stream()
                        .map(MultipartUpload::uploadId)
                        .toList();

        assertThat(all).containsExactly(a, b1, b2);
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void copiesARangeIntoAPart() {
        var content = bytes(PART + 100);
        s3().putObject(put -> put.bucket(bucket).key("from"), RequestBody.fromBytes(content));
        var upload = startUpload("to");

        var first = copyPart(upload, 1, "bytes=100-" + (PART + 99));
        var second = copyPart(upload, 2, "bytes=0-9");
        complete("to", upload, first, second);

        var expected = new byte[PART + 10];
        System.arraycopy(content, 100, expected, 0, PART);
        System.arraycopy(content, 0, expected, PART, 10);
        assertThat(read("to")).isEqualTo(expected);
    }

    private CompletedPart copyPart(String upload, int number, String range) {
        var copied =
                s3().uploadPartCopy(
                                copy ->
                                        copy.sourceBucket(bucket)
                                                .sourceKey("from")
                                                .copySourceRange(range)
                                                .destinationBucket(bucket)
                                                .destinationKey("to")
                                                .uploadId(upload)
                                                .partNumber(number));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(copied.copyPartResult().eTag())
                .build();
    }

    @Test
    void readsASinglePart() {
        var content = bytes(PART + 7);
        var upload = startUpload("key");
        complete(
                "key",
                upload,
                uploadPart("key", upload, 1, range(content, 0, PART)),
                uploadPart("key", upload, 2, range(content, PART, PART + 7)));

        var second = s3().getObjectAsBytes(get -> get.bucket(bucket).key("key").partNumber(2));

        assertThat(second.asByteArray()).isEqualTo(range(content, PART, PART + 7));
        assertThat(second.response().partsCount()).isEqualTo(2);
        assertThat(s3().headObject(h -> h.bucket(bucket).key("key").partNumber(1)).contentLength())
                .isEqualTo(PART);
        assertRefused(416, () -> s3().headObject(h -> h.bucket(bucket).key("key").partNumber(3)));
    }

    @Test
    void readsARangeAcrossParts() {
        var content = bytes(PART + 50);
        var upload = startUpload("key");
        complete(
                "key",
                upload,
                uploadPart("key", upload, 1, range(content, 0, PART)),
                uploadPart("key", upload, 2, range(content, PART, PART + 50)));

        var across =
                s3().getObjectAsBytes(
                                get ->
                                        get.bucket(bucket)
                                                .key("key")
                                                .range("bytes=" + (PART - 3) + "-" + (PART + 3)));

        assertThat(across.asByteArray()).isEqualTo(range(content, PART - 3, PART + 4));
    }

    @Test
    void givesACopyOfAMultipartObjectAPlainETag() throws Exception {
        var content = bytes(1_000);
        var upload = startUpload("key");
        complete("key", upload, uploadPart("key", upload, 1, content));

        var copy =
                s3().copyObject(
                                c ->
                                        c.sourceBucket(bucket)
                                                .sourceKey("key")
                                                .destinationBucket(bucket)
                                                .destinationKey("copy"));

        var md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        assertThat(copy.copyObjectResult().eTag()).isEqualTo("\"" + md5 + "\"");
        assertThat(read("copy")).isEqualTo(content);
    }

    /** The whole's checksum is worked out from those of the parts. */
    @Test
    void knowsTheChecksumOfTheWholeObject() {
        var content = bytes(PART + 1_234);
        var upload = startUpload("key", ChecksumType.FULL_OBJECT);
        complete(
                "key",
                upload,
                uploadPart("key", upload, 1, range(content, 0, PART)),
                uploadPart("key", upload, 2, range(content, PART, content.length)));

        var head = headWithChecksum("key");

        var crc = new CRC32();
        crc.update(content);
        var expected = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        assertThat(head.checksumCRC32()).isEqualTo(Base64.getEncoder().encodeToString(expected));
        assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }

    @Test
    void refusesToCompleteUnderAnotherChecksum() {
        var upload = startUpload("key", ChecksumType.FULL_OBJECT);
        var part = uploadPart("key", upload, 1, text("123456789"));

        assertRefused(400, "BadDigest", () -> complete(upload, part, "AAAAAA=="));
        complete(upload, part, "y/Q5Jg==");

        assertThat(get("key")).isEqualTo("123456789");
    }

    private void complete(String upload, CompletedPart part, String crc32) {
        s3().completeMultipartUpload(
                        complete ->
                                complete.bucket(bucket)
                                        .key("key")
                                        .uploadId(upload)
                                        .checksumCRC32(crc32)
                                        .checksumType(ChecksumType.FULL_OBJECT)
                                        .mpuObjectSize(9L)
                                        .multipartUpload(list -> list.parts(part)));
    }

    @Test
    void knowsTheChecksumOfThePartsChecksums() {
        var content = bytes(PART + 1_234);
        var upload = startUpload("key", ChecksumType.COMPOSITE);
        complete(
                "key",
                upload,
                uploadPart("key", upload, 1, range(content, 0, PART)),
                uploadPart("key", upload, 2, range(content, PART, content.length)));

        var head = headWithChecksum("key");

        assertThat(head.checksumCRC32()).matches("[A-Za-z0-9+/]{6}==-2");
        assertThat(head.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
    }

    private String startUpload(String key, ChecksumType type) {
        return s3().createMultipartUpload(
                        create ->
                                create.bucket(bucket)
                                        .key(key)
                                        .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                                        .checksumType(type))
                .uploadId();
    }

    private HeadObjectResponse headWithChecksum(String key) {
        return s3().headObject(
                        head -> head.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
    }
}

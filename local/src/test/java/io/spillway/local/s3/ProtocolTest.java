package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What is answered to requests that no well-behaved client sends. */
class ProtocolTest {

    private static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    @TempDir static Path directory;

    private static LocalServer server;
    private static S3Client s3;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
        s3 = server.client();
        s3.createBucket(create -> create.bucket("raw"));
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
        server.close();
    }

    @BeforeEach
    void clear() {
        s3.deleteObject(delete -> delete.bucket("raw").key("key"));
    }

    private static String send(RawRequest request) throws IOException {
        return request.send(server.s3().endpoint());
    }

    private static void assertRefused(int status, String code, RawRequest request)
            throws IOException {
        assertThat(send(request))
                .startsWith("HTTP/1.1 " + status)
                .contains("<Code>" + code + "</Code>");
    }

    private static void assertNothingStored() throws IOException {
        assertThat(send(RawRequest.signed("HEAD", "/raw/key"))).startsWith("HTTP/1.1 404");
    }

    private static String stored() {
        return s3.getObjectAsBytes(get -> get.bucket("raw").key("key")).asUtf8String();
    }

    @Test
    void answersErrorsInS3sOwnForm() throws Exception {
        assertThat(send(RawRequest.signed("GET", "/raw/none%20here")))
                .startsWith("HTTP/1.1 404")
                .containsIgnoringCase("content-type: application/xml")
                .containsIgnoringCase("x-amz-request-id: ")
                .containsPattern(
                        """
                        <\\?xml version="1.0" encoding="UTF-8"\\?>
                        <Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>none here</Key><Resource>/raw/none%20here</Resource><RequestId>[0-9A-F]{16}</RequestId><HostId>[0-9A-F]{16}</HostId></Error>\
                        """);
    }

    @Test
    void refusesWhatIsNeitherSignedNorPresigned() throws Exception {
        assertRefused(403, "AccessDenied", RawRequest.unsigned("GET", "/raw/key"));
    }

    @Test
    void takesPresignedRequests() throws Exception {
        s3.putObject(put -> put.bucket("raw").key("key"), RequestBody.fromString("presigned"));
        try (var presigner =
                S3Presigner.builder()
                        .endpointOverride(server.s3().endpoint())
                        .region(Region.US_EAST_1)
                        .serviceConfiguration(
                                S3Configuration.builder().pathStyleAccessEnabled(true).build())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("test", "test")))
                        .build()) {
            var url =
                    presigner
                            .presignGetObject(
                                    p ->
                                            p.signatureDuration(Duration.ofMinutes(1))
                                                    .getObjectRequest(
                                                            get -> get.bucket("raw").key("key")))
                            .url();

            assertThat(send(RawRequest.unsigned("GET", url.getFile())))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("presigned");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /raw",
        "GET, /raw?list-type=1",
        "GET, /raw?policy",
        "PUT, /raw?lifecycle",
        "GET, /raw/key?acl",
        "GET, /raw/key?attributes",
        "POST, /raw/key?select&select-type=2",
        "POST, /raw/key?restore",
        "POST, /raw",
        "PATCH, /raw/key",
        "DELETE, /",
        "PUT, /raw/key?partNumber=1",
        "PUT, /raw/key?unheard-of=1"
    })
    void neverFeignsAnOperationItLacks(String method, String target) throws Exception {
        assertRefused(501, "NotImplemented", RawRequest.signed(method, target).body(""));
        assertNothingStored();
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-server-side-encryption, aws:kms",
        "x-amz-server-side-encryption-customer-algorithm, AES256",
        "x-amz-acl, public-read",
        "x-amz-storage-class, GLACIER",
        "x-amz-object-lock-mode, COMPLIANCE",
        "x-amz-website-redirect-location, /elsewhere",
        "x-amz-checksum-xxhash64, AAAAAAAAAAA="
    })
    void neverDropsAWishItCantGrant(String header, String value) throws Exception {
        assertRefused(
                501,
                "NotImplemented",
                RawRequest.signed("PUT", "/raw/key").header(header, value).body("x"));
        assertNothingStored();
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-server-side-encryption, AES256",
        "x-amz-acl, private",
        "x-amz-storage-class, STANDARD",
        "x-amz-expected-bucket-owner, 000000000000"
    })
    void takesAWishForWhatItDoesAnyway(String header, String value) throws Exception {
        assertThat(send(RawRequest.signed("PUT", "/raw/key").header(header, value).body("x")))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesAnotherBucketOwner() throws Exception {
        assertRefused(
                403,
                "AccessDenied",
                RawRequest.signed("PUT", "/raw/key")
                        .header("x-amz-expected-bucket-owner", "111111111111")
                        .body("x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "dot..dot", "-dash", "192.168.0.1", "under_score", "ab"})
    void refusesABadBucketName(String name) throws Exception {
        assertRefused(400, "InvalidBucketName", RawRequest.signed("PUT", "/" + name).body(""));
    }

    @Test
    void refusesABucketThatIsThere() throws Exception {
        assertRefused(409, "BucketAlreadyOwnedByYou", RawRequest.signed("PUT", "/raw").body(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/raw/%FF", "/raw/%C3%28", "/raw/%ED%A0%80"})
    void refusesAKeyThatIsntUtf8(String target) throws Exception {
        assertRefused(400, "InvalidURI", RawRequest.signed("PUT", target).body("x"));
    }

    @Test
    void storesNothingOfABodyThatEndsEarly() throws Exception {
        assertThat(send(RawRequest.signed("PUT", "/raw/key").body("half", 8))).isEmpty();
        assertNothingStored();
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /raw/key, If-None-Match",
        "DELETE, /raw/key, If-Unmodified-Since",
        "POST, /raw/key?uploads, If-None-Match",
        "POST, /raw/key?uploads, If-Match",
        "PUT, /raw/key?uploadId=x&partNumber=1, If-None-Match"
    })
    void ignoresNoConditionThatItDoesntKnow(String method, String target, String header)
            throws Exception {
        assertRefused(
                501,
                "NotImplemented",
                RawRequest.signed(method, target).header(header, "*").body(""));
    }

    /** The second form becomes a line end where characters are cut down to bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"a%0D%0AEvil:%20yes", "a%C4%8D%C4%8AEvil:%20yes"})
    void letsNoReaderSmuggleInHeaders(String value) throws Exception {
        s3.putObject(put -> put.bucket("raw").key("key"), RequestBody.fromString("x"));

        var answer = send(RawRequest.signed("GET", "/raw/key?response-content-type=" + value));

        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("\r\nEvil");
    }

    @Test
    void refusesABodyWithoutALength() throws Exception {
        assertRefused(411, "MissingContentLength", RawRequest.signed("PUT", "/raw/key"));
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        assertRefused(
                400,
                "EntityTooLarge",
                RawRequest.signed("PUT", "/raw/key")
                        .header("x-amz-content-sha256", UNSIGNED_TRAILER)
                        .header("x-amz-decoded-content-length", "5368709121")
                        .body("0\r\n\r\n"));
    }

    private static RawRequest chunked(String body, int decodedLength) {
        return RawRequest.signed("PUT", "/raw/key")
                .header("Content-Encoding", "aws-chunked")
                .header("x-amz-content-sha256", UNSIGNED_TRAILER)
                .header("x-amz-decoded-content-length", Integer.toString(decodedLength))
                .header("x-amz-trailer", "x-amz-checksum-crc32")
                .body(body);
    }

    @Test
    void takesUnsignedChunksWithATrailer() throws Exception {
        var answer =
                send(
                        chunked(
                                "5\r\n12345\r\n4\r\n6789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n",
                                9));

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(stored()).isEqualTo("123456789");
        assertThat(s3.headObject(head -> head.bucket("raw").key("key")).contentEncoding()).isNull();
    }

    @Test
    void takesSignedChunks() throws Exception {
        var answer =
                send(
                        chunked(
                                "9;chunk-signature=00\r\n123456789\r\n0;chunk-signature=00\r\nx-amz-checksum-crc32:y/Q5Jg==\r\nx-amz-trailer-signature:00\r\n\r\n",
                                9));

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(stored()).isEqualTo("123456789");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BadDigest      | 9 | 9~123456789~0~x-amz-checksum-crc32:AAAAAA==~~",
                "IncompleteBody | 9 | 9~12345",
                "IncompleteBody | 9 | 9~123456789~",
                "IncompleteBody | 8 | 9~123456789~0~x-amz-checksum-crc32:y/Q5Jg==~~",
                "IncompleteBody | 9 | 5~12345~0~~",
                "InvalidRequest | 9 | 5~123456789~0~~",
                "InvalidRequest | 9 | zz~123456789~0~~",
                "InvalidRequest | 9 | -9~123456789~0~~",
                "InvalidRequest | 9 | 9~123456789~0~nonsense~~",
                "InvalidRequest | 9 | 9~123456789~0~x-amz-checksum-sha1:98O8HYCOBHMq32eZZc2IImvEEz8=~~"
            })
    void refusesChunksThatArentWhatTheyClaim(String code, int decodedLength, String body)
            throws Exception {
        assertRefused(400, code, chunked(body.trim().replace("~", "\r\n"), decodedLength));
        assertNothingStored();
    }

    @Test
    void refusesABodyWithAnotherHash() throws Exception {
        assertRefused(
                400,
                "XAmzContentSHA256Mismatch",
                RawRequest.signed("PUT", "/raw/key")
                        .header("x-amz-content-sha256", "0".repeat(64))
                        .body("x"));
        assertNothingStored();
    }

    @Test
    void refusesAnMd5ThatIsNone() throws Exception {
        assertRefused(
                400,
                "InvalidDigest",
                RawRequest.signed("PUT", "/raw/key").header("Content-MD5", "x").body("x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<Delete>",
                "<Other/>",
                "<Delete/>",
                "<!DOCTYPE d [<!ENTITY e \"x\">]><Delete><Object><Key>&e;</Key></Object></Delete>",
                "<Delete><Object/></Delete>"
            })
    void refusesXmlThatIsMalformed(String xml) throws Exception {
        var md5 = ChecksumAlgorithm.digest("MD5").digest(xml.getBytes());

        assertRefused(
                400,
                "MalformedXML",
                RawRequest.signed("POST", "/raw?delete")
                        .header("Content-MD5", Base64.getEncoder().encodeToString(md5))
                        .body(xml));
    }

    @Test
    void readsNoFileThatXmlPointsAt() throws Exception {
        var xml =
                "<!DOCTYPE d [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Delete><Object><Key>&e;</Key></Object></Delete>";
        var md5 = ChecksumAlgorithm.digest("MD5").digest(xml.getBytes());

        var answer =
                send(
                        RawRequest.signed("POST", "/raw?delete")
                                .header("Content-MD5", Base64.getEncoder().encodeToString(md5))
                                .body(xml));

        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("root");
    }

    @Test
    void wantsACheckOnWhatIsToBeDeleted() throws Exception {
        assertRefused(
                400,
                "InvalidRequest",
                RawRequest.signed("POST", "/raw?delete")
                        .body("<Delete><Object><Key>key</Key></Object></Delete>"));
    }

    @Test
    void overridesHeadersWhereAReaderAsks() throws Exception {
        s3.putObject(put -> put.bucket("raw").key("key"), RequestBody.fromString("x"));

        assertThat(send(RawRequest.signed("GET", "/raw/key?response-content-type=text%2Fcsv")))
                .containsIgnoringCase("content-type: text/csv");
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() throws Exception {
        s3.putObject(put -> put.bucket("raw").key("key"), RequestBody.fromString("12345"));

        assertThat(send(RawRequest.signed("HEAD", "/raw/key")))
                .containsIgnoringCase("content-length: 5")
                .endsWith("\r\n\r\n");
    }
}

package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.local.peer.MotoServer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The contract against moto 5.2.1, which keeps it honest: where both agree, it is more than our own
 * opinion. Where moto differs from what AWS documents, the difference is asserted, so that the day
 * it is gone its test says so.
 */
class MotoS3ContractTest {

    private static MotoServer server;
    private static S3Client client;
    private static String topicArn;

    @BeforeAll
    static void start() throws Exception {
        server = MotoServer.start();
        client = LocalServer.client(server.endpoint());
        topicArn = createTopic();
    }

    private static String createTopic() {
        var credentials = AwsBasicCredentials.create("test", "test");
        try (var sns =
                SnsClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build()) {
            return sns.createTopic(create -> create.name("uploads")).topicArn();
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            client.close();
            server.close();
        }
    }

    /**
     * Asserts that moto doesn't keep a part of the contract.
     *
     * @param how a part of the message that the contract fails with
     */
    private static void differs(String how, ThrowingCallable contract) {
        var failure = catchThrowable(contract);
        assertThat(failure).as("moto keeps this by now: delete the override").isNotNull();
        assertThat(failure).hasMessageContaining(how);
    }

    @Nested
    class Objects extends S3ObjectContract {
        @Override
        S3Client s3() {
            return client;
        }

        /** It knows no keys with line ends: it answers 404, or not at all. */
        static Stream<String> keysItKnows() {
            return oddKeys().filter(key -> !key.contains("\n"));
        }

        @Override
        @ParameterizedTest
        @MethodSource("keysItKnows")
        void keepsOddKeysAsTheyAre(String key) {
            super.keepsOddKeysAsTheyAre(key);
        }

        /** It counts characters, where S3 counts bytes. */
        @Override
        @Test
        void refusesAKeyOf1025Bytes() {
            differs("a refusal with 400 KeyTooLongError", super::refusesAKeyOf1025Bytes);
        }

        /** It counts values only. */
        @Override
        @Test
        void refusesMetadataOver2048Bytes() {
            differs("a refusal with 400 MetadataTooLarge", super::refusesMetadataOver2048Bytes);
        }

        /** It doesn't look at the unit. */
        @Override
        @ParameterizedTest
        @ValueSource(strings = {"lines=1-2"})
        void ignoresARangeItCantRead(String range) {
            differs("0123456789", () -> super.ignoresARangeItCantRead(range));
        }

        /** It forgets a checksum that came as a plain header. */
        @Override
        @ParameterizedTest
        @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256", "CRC64_NVME"})
        void keepsTheChecksumOfTheSendersChoice(ChecksumAlgorithm algorithm) {
            differs("Expecting actual", () -> super.keepsTheChecksumOfTheSendersChoice(algorithm));
        }

        /** It verifies no checksum. */
        @Override
        @Test
        void refusesAWrongChecksumAndStoresNothing() {
            differs("a refusal with 400 BadDigest", super::refusesAWrongChecksumAndStoresNothing);
        }

        /** It verifies no Content-MD5. */
        @Override
        @Test
        void refusesAWrongContentMd5AndStoresNothing() {
            differs("a refusal with 400 BadDigest", super::refusesAWrongContentMd5AndStoresNothing);
        }

        /** It ignores Quiet. */
        @Override
        @Test
        void deletesManyQuietly() {
            differs("DeletedObject(Key=a)", super::deletesManyQuietly);
        }

        /** It knows no limit. */
        @Override
        @Test
        void refusesToDelete1001AtOnce() {
            differs("a refusal with 400 MalformedXML", super::refusesToDelete1001AtOnce);
        }
    }

    @Nested
    class ConditionalWrites extends S3ConditionalWriteContract {
        @Override
        S3Client s3() {
            return client;
        }

        /** It takes the asterisk for an ETag. */
        @Override
        @Test
        void deletesOnlyWhatWasSeen() {
            differs("pre-conditions you specified did not hold", super::deletesOnlyWhatWasSeen);
        }

        /** It ignores the ETag of each object. */
        @Override
        @Test
        void deletesManyEachUnderItsOwnCondition() {
            differs("DeletedObject(Key=changed)", super::deletesManyEachUnderItsOwnCondition);
        }

        /** It ignores conditions on a copy's destination. */
        @Override
        @Test
        void copiesOnlyOntoNothingWhereThatIsTheCondition() {
            differs("a refusal with 412", super::copiesOnlyOntoNothingWhereThatIsTheCondition);
        }

        /** It ignores conditions on a copy's source. */
        @Override
        @Test
        void copiesOnlyASourceThatIsAsItWasSeen() {
            differs("a refusal with 412", super::copiesOnlyASourceThatIsAsItWasSeen);
        }
    }

    @Nested
    class Versioning extends S3VersioningContract {
        @Override
        S3Client s3() {
            return client;
        }

        /** It knows no version that is a marker. */
        @Override
        @Test
        void refusesToReadAMarker() {
            differs("404 NoSuchVersion", super::refusesToReadAMarker);
        }

        /** It doesn't say that what was deleted was a marker. */
        @Override
        @Test
        void bringsAKeyBackWhenItsMarkerIsDeleted() {
            differs("not to be null", super::bringsAKeyBackWhenItsMarkerIsDeleted);
        }

        /** It forgets all versions once it is suspended. */
        @Override
        @Test
        void overwritesOnlyTheNullVersionWhileSuspended() {
            differs("does not exist", super::overwritesOnlyTheNullVersionWhileSuspended);
        }

        /** It forgets all versions once it is suspended. */
        @Override
        @Test
        void marksWithTheNullVersionWhileSuspended() {
            differs("could not find", super::marksWithTheNullVersionWhileSuspended);
        }
    }

    @Nested
    class Multipart extends S3MultipartContract {
        @Override
        S3Client s3() {
            return client;
        }

        /** It looks for the upload before it looks at the number. */
        @Override
        @ParameterizedTest
        @ValueSource(ints = 0)
        void refusesAPartNumberOutOfBounds(int number) {
            differs("404 NoSuchUpload", () -> super.refusesAPartNumberOutOfBounds(number));
        }

        /** It breaks down. */
        @Override
        @Test
        void knowsAnUploadNoMoreOnceItIsCompleted() {
            differs("500 null", super::knowsAnUploadNoMoreOnceItIsCompleted);
        }

        /** It breaks down. */
        @Override
        @Test
        void knowsAnUploadNoMoreOnceItIsAborted() {
            differs("500 null", super::knowsAnUploadNoMoreOnceItIsAborted);
        }

        /** It doesn't look at the key. */
        @Override
        @Test
        void refusesAnUploadOfAnotherKey() {
            differs("a refusal with 404 NoSuchUpload", super::refusesAnUploadOfAnotherKey);
        }

        /** It counts positions, where the marker is a part number. */
        @Override
        @Test
        void listsParts() {
            differs("could not find", super::listsParts);
        }

        /** It lists them as they came. */
        @Override
        @Test
        void listsUploadsInProgressByKeyAndAge() {
            differs("to contain exactly", super::listsUploadsInProgressByKeyAndAge);
        }

        /** It verifies no checksum. */
        @Override
        @Test
        void refusesToCompleteUnderAnotherChecksum() {
            differs("a refusal with 400 BadDigest", super::refusesToCompleteUnderAnotherChecksum);
        }

        /** It takes any order. */
        @Override
        @Test
        void refusesPartsOutOfOrder() {
            differs("a refusal with 400 InvalidPartOrder", super::refusesPartsOutOfOrder);
        }

        /** It returns the whole object, whichever part is asked for. */
        @Override
        @Test
        void readsASinglePart() {
            differs("expected: ", super::readsASinglePart);
        }

        /** It doesn't append the number of parts. */
        @Override
        @Test
        void knowsTheChecksumOfThePartsChecksums() {
            differs("to match pattern", super::knowsTheChecksumOfThePartsChecksums);
        }
    }

    @Nested
    class Listing extends S3ListingContract {
        @Override
        S3Client s3() {
            return client;
        }

        /** It takes any token. */
        @Override
        @Test
        void refusesATokenItDidntGive() {
            differs("a refusal with 400 InvalidArgument", super::refusesATokenItDidntGive);
        }
    }

    @Nested
    class Buckets extends S3BucketContract {
        @Override
        S3Client s3() {
            return client;
        }

        @Override
        String topic() {
            return topicArn;
        }

        /** It looks for no overlap. */
        @Override
        @Test
        void refusesRulesThatOverlap() {
            differs("a refusal with 400 InvalidArgument", super::refusesRulesThatOverlap);
        }

        /** It keeps the switch for EventBridge, but doesn't show it. */
        @Override
        @Test
        void keepsItsNotificationConfiguration() {
            differs("not to be null", super::keepsItsNotificationConfiguration);
        }
    }
}

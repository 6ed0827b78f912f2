package io.spillway.local.s3;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Our stand-in keeps the whole contract, without exception. */
class LocalS3ContractTest {

    @TempDir static Path directory;

    private static LocalServer server;
    private static S3Client client;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
        client = server.client();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.close();
    }

    @Nested
    class Objects extends S3ObjectContract {
        @Override
        S3Client s3() {
            return client;
        }
    }

    @Nested
    class ConditionalWrites extends S3ConditionalWriteContract {
        @Override
        S3Client s3() {
            return client;
        }
    }

    @Nested
    class Versioning extends S3VersioningContract {
        @Override
        S3Client s3() {
            return client;
        }
    }

    @Nested
    class Multipart extends S3MultipartContract {
        @Override
        S3Client s3() {
            return client;
        }
    }

    @Nested
    class Listing extends S3ListingContract {
        @Override
        S3Client s3() {
            return client;
        }
    }

    @Nested
    class Buckets extends S3BucketContract {
        @Override
        S3Client s3() {
            return client;
        }
    }
}

package io.spillway.local.s3;

import static io.spillway.local.s3.S3Contract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Misbehaviour on purpose, and what ordinary clients see of it. */
class FaultTest {

    @TempDir Path directory;

    private LocalServer server(FaultKind kind, double rate) throws IOException {
        return LocalServer.start(
                directory, Faults.seeded(7, Map.of(kind, rate)), new RecordingSink());
    }

    private static RawRequest putKey(String content) {
        return RawRequest.signed("PUT", "/faulty/key").body(content);
    }

    @Test
    void throttlesBeforeAnyEffect() throws Exception {
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            s3.createBucket(create -> create.bucket("faulty"));
        }
        try (var server = server(FaultKind.THROTTLE, 1)) {
            assertThat(putKey("x").send(server.s3().endpoint()))
                    .startsWith("HTTP/1.1 503")
                    .contains("<Code>SlowDown</Code>");
        }
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            assertThat(s3.listObjectsV2(list -> list.bucket("faulty")).contents()).isEmpty();
        }
    }

    @Test
    void letsPatientClientsThrough() throws Exception {
        try (var server = server(FaultKind.THROTTLE, 0.2);
                var s3 = server.client()) {
            s3.createBucket(create -> create.bucket("faulty"));
            IntStream.range(0, 20)
                    .forEach(
                            i ->
                                    s3.putObject(
                                            put -> put.bucket("faulty").key("key " + i),
                                            RequestBody.fromString("x")));

            assertThat(s3.listObjectsV2(list -> list.bucket("faulty")).contents()).hasSize(20);
        }
    }

    @Test
    void saysSoWhereTheDiskFails() throws Exception {
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            s3.createBucket(create -> create.bucket("faulty"));
            Files.delete(directory.resolve("s3/incoming"));

            assertThat(putKey("x").send(server.s3().endpoint()))
                    .startsWith("HTTP/1.1 500")
                    .contains("<Code>InternalError</Code>");

            assertThat(s3.listObjectsV2(list -> list.bucket("faulty")).contents()).isEmpty();
        }
    }

    @Test
    void losesAnAnswerButNotTheEffect() throws Exception {
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            s3.createBucket(create -> create.bucket("faulty"));
        }
        try (var server = server(FaultKind.LOST_RESPONSE, 1)) {
            assertThat(putKey("stored all the same").send(server.s3().endpoint())).isEmpty();
            assertThat(RawRequest.signed("GET", "/faulty/key").send(server.s3().endpoint()))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("stored all the same");
        }
    }

    @Test
    void tellsAClientThatTriesAgainThatSomebodyWasQuicker() throws Exception {
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            s3.createBucket(create -> create.bucket("faulty"));
        }
        try (var server = server(FaultKind.LOST_RESPONSE, 0.5);
                var s3 = server.client()) {
            int created = 0;
            int quicker = 0;
            for (int i = 0; i < 15; i++) {
                if (create(s3, "key " + i)) {
                    created++;
                } else {
                    quicker++;
                }
            }

            assertThat(created).isPositive();
            assertThat(quicker).as("lost answers that the SDK tried again").isPositive();
            assertThat(s3.listObjectsV2(list -> list.bucket("faulty")).contents()).hasSize(15);
        }
    }

    /** False where the key was there; the SDK gives up after a few lost answers in a row. */
    private static boolean create(S3Client s3, String key) {
        while (true) {
            try {
                s3.putObject(
                        put -> put.bucket("faulty").key(key).ifNoneMatch("*"),
                        RequestBody.fromString("x"));
                return true;
            } catch (S3Exception e) {
                assertThat(e.statusCode()).isEqualTo(412);
                return false;
            } catch (RuntimeException _) {
                // no answer at all: ask again
            }
        }
    }

    /**
     * Runs something once 4 MiB were read: more than the buffers on the way hold, so the server is
     * surely at it.
     */
    private static final class Interrupting extends FilterInputStream {
        private Runnable meanwhile;
        private long read;

        Interrupting(InputStream in, Runnable meanwhile) {
            super(in);
            this.meanwhile = meanwhile;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            read += Math.max(0, count);
            if (read > 4 << 20 && meanwhile != null) {
                var now = meanwhile;
                meanwhile = null;
                now.run();
            }
            return count;
        }
    }

    @Test
    void reportsAConflictWhereTheKeyWasDeletedDuringAConditionalWrite() throws Exception {
        try (var server = LocalServer.start(directory);
                var s3 = server.client();
                var other = server.client()) {
            s3.createBucket(create -> create.bucket("faulty"));
            var large = new byte[8 << 20];
            Runnable createAndDelete =
                    () -> {
                        other.putObject(
                                put -> put.bucket("faulty").key("key"),
                                RequestBody.fromString("x"));
                        other.deleteObject(delete -> delete.bucket("faulty").key("key"));
                    };

            assertRefused(
                    409,
                    "ConditionalRequestConflict",
                    () ->
                            s3.putObject(
                                    put -> put.bucket("faulty").key("key").ifNoneMatch("*"),
                                    RequestBody.fromInputStream(
                                            new Interrupting(
                                                    new ByteArrayInputStream(large),
                                                    createAndDelete),
                                            large.length)));
        }
    }

    @Test
    void answersAReaderToTheEndThoughTheObjectIsOverwritten() throws Exception {
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            s3.createBucket(create -> create.bucket("faulty"));
            var content = S3Contract.bytes(8 << 20);
            s3.putObject(put -> put.bucket("faulty").key("key"), RequestBody.fromBytes(content));

            try (var reading = s3.getObject(get -> get.bucket("faulty").key("key"))) {
                var start = reading.readNBytes(10);
                s3.putObject(
                        put -> put.bucket("faulty").key("key"), RequestBody.fromString("other"));
                s3.deleteObject(delete -> delete.bucket("faulty").key("key"));
                var rest = reading.readAllBytes();

                assertThat(start).isEqualTo(S3Contract.range(content, 0, 10));
                assertThat(rest).isEqualTo(S3Contract.range(content, 10, content.length));
            }
        }
    }

    @Test
    void dropsAnUploadWhoseSenderBreaksOff() throws Exception {
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            s3.createBucket(create -> create.bucket("faulty"));
            var breaking =
                    new InputStream() {
                        private int left = 1 << 20;

                        @Override
                        public int read() throws IOException {
                            if (left-- == 0) {
                                throw new IOException("broken off on purpose");
                            }
                            return 'x';
                        }
                    };

            assertThatThrownBy(
                            () ->
                                    s3.putObject(
                                            put -> put.bucket("faulty").key("key"),
                                            RequestBody.fromInputStream(breaking, 2 << 20)))
                    .isInstanceOf(RuntimeException.class);

            assertThat(s3.listObjectsV2(list -> list.bucket("faulty")).contents()).isEmpty();
        }
    }
}

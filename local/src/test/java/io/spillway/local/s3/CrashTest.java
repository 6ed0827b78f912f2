package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import io.spillway.pipeline.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/**
 * Whatever was acknowledged is there after a crash; whatever wasn't is there whole or not at all.
 */
class CrashTest {

    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:uploads";

    @TempDir Path directory;

    private static void prepare(S3Client s3) {
        s3.createBucket(create -> create.bucket("drop"));
        var rule =
                TopicConfiguration.builder()
                        .topicArn(TOPIC)
                        .events(Event.S3_OBJECT_CREATED)
                        .build();
        s3.putBucketNotificationConfiguration(
                put ->
                        put.bucket("drop")
                                .notificationConfiguration(c -> c.topicConfigurations(rule)));
    }

    private static void put(S3Client s3, String key, String content) {
        s3.putObject(put -> put.bucket("drop").key(key), RequestBody.fromString(content));
    }

    private Path journal() {
        return directory.resolve("journal.jsonl");
    }

    private List<Path> blobs() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("s3"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** What a start would find, without the number that each snapshot draws anew. */
    private String replayedState() throws IOException {
        try (var journal = Journal.open(directory)) {
            var s3 =
                    new LocalS3(
                            directory.resolve("s3"),
                            journal,
                            Faults.none(),
                            Clock.systemUTC(),
                            (_, _) -> {});
            journal.replay(Map.of("s3", s3));
            return s3.snapshot()
                    .map(Json::write)
                    .map(line -> line.replaceFirst("\"sequence\":\\d+", ""))
                    .collect(Collectors.joining("\n"));
        }
    }

    @Test
    void isBeforeOrAfterTheLastChangeWhereverItsLineIsCut() throws Exception {
        var sink = new RecordingSink();
        try (var server = LocalServer.start(directory, Faults.none(), sink);
                var s3 = server.client()) {
            prepare(s3);
            put(s3, "first", "1");
            sink.awaitEvents(1);
            sink.setBroken(true);
            put(s3, "last", "2");
        }
        var whole = Files.readAllBytes(journal());
        var after = replayedState();
        int start = new String(whole, 0, whole.length - 1).lastIndexOf('\n') + 1;
        Files.write(journal(), Arrays.copyOf(whole, start));
        var before = replayedState();

        assertThat(after).isNotEqualTo(before).contains("\"key\":\"last\"");
        for (int size = start; size < whole.length; size++) {
            Files.write(journal(), Arrays.copyOf(whole, size));
            assertThat(replayedState()).as("cut at byte %d", size - start).isEqualTo(before);
        }
    }

    @Test
    void deletesBytesThatNoJournalLineSpeaksOf() throws Exception {
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            prepare(s3);
            put(s3, "kept", "kept");
            put(s3, "lost", "lost");
        }
        var lines = Files.readAllLines(journal());
        var cut = lines.stream().filter(line -> !line.contains("\"lost\"")).toList();
        Files.write(journal(), cut);
        Files.writeString(directory.resolve("s3/incoming/half-written"), "x");
        assertThat(blobs()).hasSize(3);

        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            assertThat(blobs()).hasSize(1);
            assertThat(s3.getObjectAsBytes(get -> get.bucket("drop").key("kept")).asUtf8String())
                    .isEqualTo("kept");
        }
    }

    @Test
    void refusesToStartWhereBytesAreMissing() throws Exception {
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            prepare(s3);
            put(s3, "key", "x");
        }
        var blob = blobs().getFirst();
        Files.delete(blob);

        assertThatThrownBy(() -> LocalServer.start(directory))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Cannot serve %s: 1 blobs are missing, such as %s. Restore the directory as a whole, or start with an empty one."
                                .formatted(directory.resolve("s3/blobs"), blob.getFileName()));
    }

    @Test
    void keepsNoBytesThatNothingRefersTo() throws Exception {
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            prepare(s3);
            put(s3, "key", "one");
            put(s3, "key", "two");
            s3.copyObject(
                    copy ->
                            copy.sourceBucket("drop")
                                    .sourceKey("key")
                                    .destinationBucket("drop")
                                    .destinationKey("copy"));
            s3.deleteObject(delete -> delete.bucket("drop").key("key"));
            assertThat(blobs()).hasSize(1);
            var upload =
                    s3.createMultipartUpload(create -> create.bucket("drop").key("parts"))
                            .uploadId();
            s3.uploadPart(
                    part -> part.bucket("drop").key("parts").uploadId(upload).partNumber(1),
                    RequestBody.fromString("part"));
            assertThat(blobs()).hasSize(2);

            s3.abortMultipartUpload(abort -> abort.bucket("drop").key("parts").uploadId(upload));
            s3.deleteObject(delete -> delete.bucket("drop").key("copy"));

            assertThat(blobs()).isEmpty();
        }
    }

    @Test
    void goesOnWithUploadsVersionsAndSettingsAfterARestartAndACompaction() throws Exception {
        String upload;
        String firstVersion;
        String etag;
        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            prepare(s3);
            s3.putBucketVersioning(
                    put ->
                            put.bucket("drop")
                                    .versioningConfiguration(
                                            c -> c.status(BucketVersioningStatus.ENABLED)));
            firstVersion =
                    s3.putObject(
                                    put -> put.bucket("drop").key("key"),
                                    RequestBody.fromString("first"))
                            .versionId();
            put(s3, "key", "second");
            s3.deleteObject(delete -> delete.bucket("drop").key("key"));
            upload =
                    s3.createMultipartUpload(create -> create.bucket("drop").key("parts"))
                            .uploadId();
            etag =
                    s3.uploadPart(
                                    part ->
                                            part.bucket("drop")
                                                    .key("parts")
                                                    .uploadId(upload)
                                                    .partNumber(1),
                                    RequestBody.fromString("part"))
                            .eTag();
        }
        var before = replayedState();
        compact();
        assertThat(replayedState()).isEqualTo(before);

        try (var server = LocalServer.start(directory);
                var s3 = server.client()) {
            s3.completeMultipartUpload(
                    complete ->
                            complete.bucket("drop")
                                    .key("parts")
                                    .uploadId(upload)
                                    .multipartUpload(
                                            parts ->
                                                    parts.parts(
                                                            CompletedPart.builder()
                                                                    .partNumber(1)
                                                                    .eTag(etag)
                                                                    .build())));
            assertThat(s3.getObjectAsBytes(get -> get.bucket("drop").key("parts")).asUtf8String())
                    .isEqualTo("part");
            assertThat(
                            s3.getObjectAsBytes(
                                            get ->
                                                    get.bucket("drop")
                                                            .key("key")
                                                            .versionId(firstVersion))
                                    .asUtf8String())
                    .isEqualTo("first");
            assertThat(s3.listObjectVersions(list -> list.bucket("drop")).deleteMarkers())
                    .hasSize(1);
        }
    }

    private void compact() throws IOException {
        try (var journal = Journal.open(directory)) {
            var s3 =
                    new LocalS3(
                            directory.resolve("s3"),
                            journal,
                            Faults.none(),
                            Clock.systemUTC(),
                            (_, _) -> {});
            journal.replay(Map.of("s3", s3));
            journal.compact(List.of(s3));
        }
    }

    @Test
    void keepsAllThatItAcknowledgedWhenItIsKilled() throws Exception {
        var acknowledged = new ConcurrentLinkedQueue<String>();
        try (var child = LocalS3Process.start(directory);
                var s3 = LocalServer.client(child.endpoint())) {
            prepare(s3);
            var writers =
                    IntStream.range(0, 4)
                            .mapToObj(
                                    i ->
                                            Thread.startVirtualThread(
                                                    () -> putUntilKilled(s3, i, acknowledged)))
                            .toList();
            while (acknowledged.size() < 100) {
                Thread.onSpinWait();
            }
            child.kill();
            for (var writer : writers) {
                writer.join();
            }
        }
        var sink = new RecordingSink();

        try (var server = LocalServer.start(directory, Faults.none(), sink);
                var s3 = server.client()) {
            var stored =
                    s3.listObjectsV2Paginator(list -> list.bucket("drop")).contents().stream()
                            .map(S3Object::key)
                            .collect(Collectors.toCollection(TreeSet::new));
            for (var key : acknowledged) {
                assertThat(s3.getObjectAsBytes(get -> get.bucket("drop").key(key)).asUtf8String())
                        .isEqualTo("content of " + key);
            }
            var notified =
                    sink.awaitEvents(stored.size()).stream()
                            .map(event -> event.object().requireText("key"))
                            .collect(Collectors.toCollection(TreeSet::new));
            assertThat(notified).isEqualTo(stored).containsAll(acknowledged);
        }
    }

    private static void putUntilKilled(S3Client s3, int writer, Queue<String> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                var key = "writer-" + writer + "/" + i;
                put(s3, key, "content of " + key);
                acknowledged.add(key);
            }
        } catch (SdkException | UncheckedIOException _) {
            // killed, as it should be
        }
    }
}

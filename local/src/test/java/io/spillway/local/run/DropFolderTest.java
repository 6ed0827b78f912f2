package io.spillway.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.batch.ProcessRuntime;
import io.spillway.local.deploy.Clients;
import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.local.twin.Twin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

class DropFolderTest {

    private static final String BUCKET = "drop";

    @TempDir Path directory;

    private final List<String> told = new ArrayList<>();
    private Path folder;
    private Twin twin;
    private Clients clients;

    private DropFolder start(Map<FaultKind, Double> faults) throws IOException {
        var nothing = new ProcessRuntime(Map.of(), Map.of());
        twin =
                Twin.start(
                        directory.resolve("state"),
                        Faults.seeded(1, faults),
                        nothing,
                        "job-events");
        Clients.pointTo(twin.endpoints());
        clients = Clients.create();
        folder = Files.createDirectories(directory.resolve("incoming"));
        clients.s3().createBucket(create -> create.bucket(BUCKET));
        clients.s3()
                .putBucketVersioning(
                        put ->
                                put.bucket(BUCKET)
                                        .versioningConfiguration(
                                                versioning ->
                                                        versioning.status(
                                                                BucketVersioningStatus.ENABLED)));
        return new DropFolder(folder, BUCKET, clients.s3());
    }

    @AfterEach
    void stop() throws IOException {
        twin.close();
    }

    private boolean look(DropFolder drop) throws IOException {
        return drop.look(
                dropped -> {
                    synchronized (told) {
                        told.add(dropped.key());
                    }
                });
    }

    private List<String> versions() {
        return clients.s3().listObjectVersions(list -> list.bucket(BUCKET)).versions().stream()
                .map(ObjectVersion::key)
                .toList();
    }

    @Test
    void putsAFileOnceItHasStoppedChanging() throws IOException {
        var drop = start(Map.of());
        var file = Files.writeString(folder.resolve("ü +%.csv"), "a");

        assertThat(look(drop)).isFalse();
        Files.writeString(file, "ab");
        assertThat(look(drop)).isFalse();
        assertThat(look(drop)).isTrue();

        assertThat(told).containsExactly("incoming/ü +%.csv");
        assertThat(versions()).containsExactly("incoming/ü +%.csv");
    }

    @Test
    void putsAFileAgainOnlyAfterItChanged() throws IOException {
        var drop = start(Map.of());
        var file = Files.writeString(folder.resolve("a.csv"), "a");
        look(drop);
        look(drop);

        var later = new DropFolder(folder, BUCKET, clients.s3());
        look(later);
        look(later);
        assertThat(versions()).hasSize(1);

        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        look(later);
        assertThat(look(later)).isTrue();
        assertThat(versions()).hasSize(2);
        assertThat(told).hasSize(2);
    }

    @Test
    void putsAFileOnceThoughTheAnswerIsLost() throws IOException {
        var drop = start(Map.of(FaultKind.LOST_RESPONSE, 0.4));
        var keys = IntStream.range(0, 20).mapToObj("incoming/%02d.csv"::formatted).toList();
        for (var key : keys) {
            Files.writeString(directory.resolve(key), key);
        }

        look(drop);
        assertThat(look(drop)).isTrue();

        assertThat(versions()).containsExactlyElementsOf(keys);
        assertThat(told).containsExactlyInAnyOrderElementsOf(keys);
    }
}

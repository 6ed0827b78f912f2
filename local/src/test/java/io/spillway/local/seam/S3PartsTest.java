package io.spillway.local.seam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.aws.S3ObjectStore;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.store.TransferMemory;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parts that are stored in the background while the next is written. */
class S3PartsTest {

    @RegisterExtension static final TwinExtension TWIN = new TwinExtension();

    private static final int SIZE = 50_000_000;

    @BeforeAll
    static void createBucket() {
        TWIN.clients().s3().createBucket(create -> create.bucket("parts"));
    }

    private static S3ObjectStore store(long memory) {
        return new S3ObjectStore(TWIN.clients().s3(), new TransferMemory(memory));
    }

    private static int uploads() {
        return TWIN.clients()
                .s3()
                .listMultipartUploads(list -> list.bucket("parts"))
                .uploads()
                .size();
    }

    @Test
    void makesTheSameObjectWithAnyMemory() throws IOException {
        var content = new byte[SIZE];
        new Random(1).nextBytes(content);

        for (var memory : new long[] {0, 1 << 20, 16 << 20, 64 << 20}) {
            var store = store(memory);
            var location = new ObjectLocation("parts", "with-" + memory);
            try (var writer = store.startUpload(location, "text/plain", Map.of())) {
                writer.write(content, 0, 1_234_567);
                writer.write(content, 1_234_567, SIZE - 1_234_567);
                var pending = writer.finish();
                assertThat(pending.parts()).extracting(part -> part.number()).isSorted().hasSize(6);
                store.complete(pending);
            }
            assertThat(store.get(location)).hasValue(content);
        }
    }

    @Test
    void leavesNoUploadBehindWhenClosedWithPartsUnderWay() throws IOException {
        var before = uploads();

        try (var writer =
                store(64 << 20)
                        .startUpload(
                                new ObjectLocation("parts", "closed"), "text/plain", Map.of())) {
            writer.write(new byte[SIZE]);
            assertThat(uploads()).isEqualTo(before + 1);
        }

        assertThat(uploads()).isEqualTo(before);
    }

    @Test
    void failsWithWhatAPartFailedOf() throws IOException {
        var location = new ObjectLocation("parts", "vanishing");
        try (var writer = store(64 << 20).startUpload(location, "text/plain", Map.of())) {
            writer.write(new byte[10_000_000]);
            TWIN
                    .clients()
                    .s3()
                    .listMultipartUploads(list -> list.bucket("parts"))
                    .uploads()
                    .stream()
                    .filter(upload -> upload.key().equals("vanishing"))
                    .forEach(
                            upload ->
                                    TWIN.clients()
                                            .s3()
                                            .abortMultipartUpload(
                                                    abort ->
                                                            abort.bucket("parts")
                                                                    .key("vanishing")
                                                                    .uploadId(upload.uploadId())));

            assertThatThrownBy(
                            () -> {
                                writer.write(new byte[SIZE]);
                                writer.finish();
                            })
                    .isInstanceOf(StoreException.Permanent.class)
                    .hasMessageContaining("Writing s3://parts/vanishing failed with status 404");
        }
    }
}

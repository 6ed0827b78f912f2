package io.spillway.local.bench;

import io.spillway.aws.AwsClients;
import io.spillway.aws.S3ObjectStore;
import io.spillway.pipeline.attempt.Outcome;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.stages.SplitStage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A process that takes a large object along the work path, or one leg of it, as a job's container
 * does, and prints how long that took and how much heap it had.
 */
final class TransferLeg {

    /** What the process does. */
    enum Leg {
        /** Reads the object and drops it. */
        DOWNLOAD,
        /** Splits a file of this machine into nothing. */
        STAGE,
        /** Writes as many bytes as the object has. */
        UPLOAD,
        /** Reads, splits and writes. */
        WHOLE,
        /** Copies the object into a file. */
        TO_FILE,
        /** Writes a file as an object. */
        FROM_FILE
    }

    static final String BUCKET = "bench";
    static final int PARTS = 8;

    private static final int BLOCK = 64 << 10;

    private TransferLeg() {}

    /**
     * @param arguments the leg, the object's key, and a local file: read by {@link Leg#STAGE} and
     *     {@link Leg#FROM_FILE}, made by {@link Leg#TO_FILE}
     */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("http.maxConnections", "16");
        var leg = Leg.valueOf(arguments[0]);
        var file = Path.of(arguments[2]);
        var cpu = ProcessHandle.current();
        try (var heap = HeapPeak.watching()) {
            var usage = leg == Leg.STAGE ? stageAlone(file) : attempt(leg, arguments[1], file);
            System.out.println(
                    Json.write(
                            JsonObject.of()
                                    .put("took", usage.took().toNanos())
                                    .put("read", usage.bytesRead())
                                    .put("written", usage.bytesWritten())
                                    .put("heap", heap.most())
                                    .put(
                                            "cpu",
                                            cpu.info().totalCpuDuration().orElseThrow().toNanos())
                                    .build()));
        }
    }

    private static Stage split() {
        var type = SplitStage.type();
        return type.create(StageSettings.of(type, Map.of("parts", Integer.toString(PARTS))));
    }

    private static Usage stageAlone(Path file) throws Exception {
        var work = new FileWork(file);
        var start = Instant.now();
        split().run(work);
        return work.usage(start);
    }

    private static Usage attempt(Leg leg, String key, Path file) throws IOException {
        var store =
                new S3ObjectStore(
                        AwsClients.of(S3Client.builder()), TransferMemory.ofThisProcess());
        var object = store.head(new ObjectLocation(BUCKET, key)).orElseThrow().version();
        var pipeline = "bench-" + leg.ordinal();
        var item =
                new WorkItem(
                        WorkItem.idOf(pipeline, "work", object, object.etag()),
                        pipeline,
                        "work",
                        object,
                        ContentType.CSV,
                        leg.name().toLowerCase(Locale.ROOT),
                        Upload.of(pipeline, object, object.etag()),
                        0);
        var definition =
                Json.readObject(
                        "{\"pipeline\":\"%s\",\"phases\":{\"work\":{\"on\":\"upload\",\"stage\":\"split\",\"batch\":\"always\"}}}"
                                .formatted(pipeline));
        var container =
                new BenchContainer(
                        file.toAbsolutePath().getParent(), TransferMemory.ofThisProcess());
        var path = BenchContainer.workPath(definition, store, BUCKET, _ -> stage(leg, file));
        var start = Instant.now();
        var outcome =
                path.attempt(item, new Route.Batch("Measured.", OptionalLong.empty()), container);
        return switch (outcome) {
            case Outcome.Ended(State.Succeeded(var _, var usage)) ->
                    new Usage(
                            start,
                            Duration.between(start, Instant.now()),
                            usage.bytesRead(),
                            usage.bytesWritten());
            case Outcome other -> throw new IOException("Leg " + leg + " ended: " + other);
        };
    }

    private static Stage stage(Leg leg, Path file) {
        return switch (leg) {
            case DOWNLOAD ->
                    work -> {
                        try (var in = work.input().open()) {
                            in.transferTo(OutputStream.nullOutputStream());
                        }
                    };
            case UPLOAD ->
                    work -> {
                        var block = new byte[BLOCK];
                        for (var part = 1; part <= PARTS; part++) {
                            try (var out = work.outputs().underInput("part-" + part, "text/csv")) {
                                for (var left = work.input().size() / PARTS;
                                        left > 0;
                                        left -= BLOCK) {
                                    out.write(block, 0, (int) Math.min(BLOCK, left));
                                }
                            }
                        }
                    };
            case TO_FILE -> work -> work.input().copyTo(file, Progress.NONE);
            case FROM_FILE ->
                    work -> {
                        try (var in = Files.newInputStream(file);
                                var out = work.outputs().underInput("copy", "text/csv")) {
                            var block = new byte[BLOCK];
                            for (var count = in.read(block); count >= 0; count = in.read(block)) {
                                out.write(block, 0, count);
                            }
                        }
                    };
            case WHOLE, STAGE -> split();
        };
    }
}

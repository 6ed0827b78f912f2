package io.spillway.local.bench;

import io.spillway.aws.S3ObjectStore;
import io.spillway.local.batch.ProcessRuntime;
import io.spillway.local.deploy.Clients;
import io.spillway.local.deploy.Deployer;
import io.spillway.local.fault.Faults;
import io.spillway.local.twin.Twin;
import io.spillway.pipeline.attempt.Outcome;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.work.MemberSet;
import io.spillway.pipeline.work.SetMember;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.stages.JoinStage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Prints how long it takes to join many small members of a set, one request after the other and
 * with the next ones fetched ahead, in turns, from the embedded S3.
 *
 * <p>Arguments: members, bytes of each, milliseconds that the store takes longer before each first
 * byte. Amazon S3 takes some 10 to 200 ms there.
 */
final class JoinRates {

    private static final String BUCKET = "bench";
    private static final int ROUNDS = 3;
    private static final long HEAP = 256L << 20;

    private final ObjectStore store;
    private final int count;
    private final int size;

    private JoinRates(ObjectStore store, int count, int size) {
        this.store = store;
        this.count = count;
        this.size = size;
    }

    public static void main(String[] arguments) throws Exception {
        var count = Integer.parseInt(arguments[0]);
        var size = Integer.parseInt(arguments[1]);
        var directory = Files.createTempDirectory("join-rates");
        var runtime =
                new ProcessRuntime(Map.of(Deployer.RUNNER_IMAGE, List.of("/bin/true")), Map.of());
        try (var twin = Twin.start(directory, Faults.none(), runtime, "job-events")) {
            Clients.pointTo(twin.endpoints());
            var clients = Clients.create();
            clients.s3().createBucket(create -> create.bucket(BUCKET));
            var real = new S3ObjectStore(clients.s3());
            var rates = new JoinRates(slow(real, Integer.parseInt(arguments[2])), count, size);
            var manifest = rates.members(clients);
            for (var round = 1; round <= ROUNDS; round++) {
                var alone = rates.join(manifest, TransferMemory.NONE, "alone-" + round);
                var ahead = rates.join(manifest, TransferMemory.ofHeap(HEAP), "ahead-" + round);
                System.out.printf(
                        "%d members of %d bytes: one after the other %.2f s, ahead %.2f s, ratio %.2f%n",
                        count,
                        size,
                        alone.toNanos() / 1e9,
                        ahead.toNanos() / 1e9,
                        (double) ahead.toNanos() / alone.toNanos());
            }
        } finally {
            Benchmark.deleteTree(directory);
        }
    }

    /** A store whose answers to reads begin later. */
    private static ObjectStore slow(ObjectStore store, int millis) {
        return (ObjectStore)
                Proxy.newProxyInstance(
                        JoinRates.class.getClassLoader(),
                        new Class<?>[] {ObjectStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("read")) {
                                Thread.sleep(millis);
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** Puts the members and the list of them. */
    private ObjectVersion members(Clients clients) throws IOException {
        var line = "{\"row\":\"" + "x".repeat(Math.max(0, size - 11)) + "\"}\n";
        var members = new ArrayList<JsonObject>();
        for (var number = 1; number <= count; number++) {
            var key = "in/part-%06d.jsonl".formatted(number);
            clients.s3()
                    .putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(line));
            var object = store.head(new ObjectLocation(BUCKET, key)).orElseThrow().version();
            members.add(new SetMember(key, object, ContentType.JSONL, "item").toJson());
        }
        var list = Json.writeBytes(JsonObject.of().put(SetMember.LIST, members).build());
        var manifest = new ObjectLocation(BUCKET, "set.json");
        store.putIfAbsent(manifest, list, "application/json");
        return store.head(manifest).orElseThrow().version();
    }

    private Duration join(ObjectVersion manifest, TransferMemory memory, String name)
            throws IOException {
        var upload = Upload.of(name, manifest, manifest.etag());
        var item =
                new WorkItem(
                        WorkItem.idOf(name, "join", manifest, manifest.etag()),
                        name,
                        "join",
                        manifest,
                        ContentType.JSONL,
                        name,
                        upload,
                        1,
                        List.of(),
                        Optional.empty(),
                        Optional.of(new MemberSet("convert", count, (long) count * size)),
                        Optional.empty());
        var definition =
                Json.readObject(
                        "{\"pipeline\":\"%s\",\"phases\":{\"convert\":{\"on\":\"upload\",\"stage\":\"convert\"},\"join\":{\"after\":{\"every\":\"convert\"},\"stage\":\"join\",\"batch\":\"always\"}}}"
                                .formatted(name));
        var type = JoinStage.type();
        var scratch = Path.of(System.getProperty("java.io.tmpdir"));
        var path =
                BenchContainer.workPath(
                        definition,
                        store,
                        BUCKET,
                        _ -> type.create(StageSettings.of(type, Map.of())));
        var start = System.nanoTime();
        var outcome =
                path.attempt(
                        item,
                        new Route.Batch("Measured.", OptionalLong.empty()),
                        new BenchContainer(scratch, memory));
        return switch (outcome) {
            case Outcome.Ended(State.Succeeded(var outputs, var _))
                    when outputs.listed().getFirst().size() == (long) count * size ->
                    Duration.ofNanos(System.nanoTime() - start);
            case Outcome other -> throw new IOException("The join ended: " + other);
        };
    }
}

package io.spillway.local.bench;

import io.spillway.local.batch.ProcessRuntime;
import io.spillway.local.bench.TransferLeg.Leg;
import io.spillway.local.deploy.Clients;
import io.spillway.local.fault.Faults;
import io.spillway.local.twin.Twin;
import io.spillway.pipeline.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A large object on its way through a container: download, stage and upload each alone, and all at
 * once; and beside it the AWS command line copying the same object on the same server.
 */
final class Transfers {

    /** The heap of a job of 2 GiB, as its image gives it. */
    static final String HEAP = "512m";

    private static final String KEY = "large.csv";

    /**
     * What one process did.
     *
     * @param heap most bytes of the heap in use, garbage included
     */
    record Measured(Duration took, Duration cpu, long read, long written, long heap) {

        double megabytesPerSecond() {
            return Math.max(read, written) * 1e3 / took.toNanos();
        }
    }

    /**
     * What was found out.
     *
     * @param headers bytes that the whole writes more than it reads: the header of each part but
     *     the first
     * @param down the AWS command line's copy into a file; empty where it isn't installed
     * @param load of the machine, before and after, as one minute's average
     */
    record Result(
            long bytes,
            long headers,
            Map<Leg, Measured> legs,
            Optional<Duration> down,
            Optional<Duration> up,
            String load) {

        Result {
            legs = Map.copyOf(legs);
        }

        Duration took(Leg leg) {
            return legs.get(leg).took();
        }

        /** The longest of download, stage and upload. */
        Duration slowest() {
            return List.of(took(Leg.DOWNLOAD), took(Leg.STAGE), took(Leg.UPLOAD)).stream()
                    .max(Duration::compareTo)
                    .orElseThrow();
        }

        /** How many times as long as its slowest leg the whole takes. */
        double timesSlowest() {
            return ratio(took(Leg.WHOLE), slowest());
        }

        static double ratio(Duration one, Duration other) {
            return (double) one.toNanos() / other.toNanos();
        }

        boolean isCorrect() {
            return legs.get(Leg.WHOLE).read() >= bytes
                    && legs.get(Leg.WHOLE).written() == bytes + headers
                    && legs.get(Leg.TO_FILE).read() == bytes
                    && legs.get(Leg.FROM_FILE).written() == bytes;
        }
    }

    private final Path state;
    private final Twin twin;
    private final S3Client s3;
    private final Consumer<String> told;

    private Transfers(Path state, Twin twin, Consumer<String> told) {
        this.state = state;
        this.twin = twin;
        this.s3 = Clients.create().s3();
        this.told = told;
    }

    static Result measure(BenchOptions options, WeatherRows rows, Consumer<String> told)
            throws IOException, InterruptedException {
        var state = Files.createDirectories(options.state().resolve("transfer"));
        var containers = new ProcessRuntime(Map.of(), Map.of());
        try (var twin = Twin.start(state.resolve("twin"), Faults.none(), containers, "unused")) {
            Clients.pointTo(twin.endpoints());
            return new Transfers(state, twin, told).measure(options.large().bytes(), rows);
        }
    }

    private Result measure(long mostBytes, WeatherRows rows)
            throws IOException, InterruptedException {
        var before = load();
        var file = state.resolve(KEY);
        rows.write(file, mostBytes);
        var bytes = Files.size(file);
        s3.createBucket(create -> create.bucket(TransferLeg.BUCKET));
        s3.putObject(put -> put.bucket(TransferLeg.BUCKET).key(KEY), RequestBody.fromFile(file));
        var legs = new EnumMap<Leg, Measured>(Leg.class);
        for (var leg : List.of(Leg.DOWNLOAD, Leg.STAGE, Leg.UPLOAD, Leg.WHOLE, Leg.FROM_FILE)) {
            legs.put(leg, run(leg, file));
            deleteOutputs();
        }
        Files.delete(file);
        legs.put(Leg.TO_FILE, run(Leg.TO_FILE, file));
        Files.delete(file);
        var aws = new AwsCopy(twin.endpoints());
        var down = aws.copy("s3://" + TransferLeg.BUCKET + "/" + KEY, file.toString());
        var up =
                down.isEmpty()
                        ? down
                        : aws.copy(file.toString(), "s3://" + TransferLeg.BUCKET + "/by-aws.csv");
        return new Result(
                bytes,
                rows.headerBytes() * (TransferLeg.PARTS - 1L),
                legs,
                down,
                up,
                before + " before, " + load() + " after");
    }

    private Measured run(Leg leg, Path file) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx" + HEAP, "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of(TransferLeg.class.getName(), leg.name(), KEY, file.toString()));
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().putAll(Clients.ACCOUNT);
        twin.endpoints()
                .forEach((name, endpoint) -> process.environment().put(name, endpoint.toString()));
        var started = process.start();
        var said =
                new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (started.waitFor() != 0) {
            throw new IOException("Leg %s exited %d.".formatted(leg, started.exitValue()));
        }
        var line = said.substring(said.lastIndexOf('\n') + 1);
        told.accept("  " + leg + " " + line);
        var json = Json.readObject(line);
        return new Measured(
                Duration.ofNanos(json.requireWhole("took")),
                Duration.ofNanos(json.requireWhole("cpu")),
                json.requireWhole("read"),
                json.requireWhole("written"),
                json.requireWhole("heap"));
    }

    /** Each leg finds as much room as the one before. */
    private void deleteOutputs() {
        s3
                .listObjectsV2Paginator(list -> list.bucket(TransferLeg.BUCKET).prefix("work/"))
                .contents()
                .stream()
                .toList()
                .forEach(
                        object ->
                                s3.deleteObject(
                                        delete ->
                                                delete.bucket(TransferLeg.BUCKET)
                                                        .key(object.key())));
    }

    /** The first number of {@code /proc/loadavg}; "unknown" where there is none. */
    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException e) {
            return "unknown";
        }
    }
}

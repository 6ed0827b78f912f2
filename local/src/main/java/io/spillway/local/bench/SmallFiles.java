package io.spillway.local.bench;

import com.sun.management.OperatingSystemMXBean;
import io.spillway.pipeline.store.ObjectVersion;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Many small files, each converted inline: dropped by a client, told by S3, routed and worked on by
 * the function, and their ends heard of by a subscriber.
 */
final class SmallFiles {

    private static final String PHASE = "{on: upload, match: {types: [csv]}, stage: convert}";
    private static final String SOURCE_BUCKET = "bench-bare-in";
    private static final String TARGET_BUCKET = "bench-bare-out";

    /** Share of the files that are gone through before, so that both paths run warm. */
    private static final int WARM_UP_DIVISOR = 5;

    /**
     * What was measured.
     *
     * @param took from the first put to the last end heard of
     * @param cpu of this process, meanwhile
     * @param bareTook by the plain client, for put, get and put of the same files
     * @param requests of the function and its host
     * @param heapPeak in bytes, garbage included
     * @param heapAfter in bytes, after a collection at the end
     */
    record Result(
            int files,
            int bytes,
            Correctness correctness,
            Duration took,
            Duration cpu,
            Duration bareTook,
            Duration bareCpu,
            Map<String, Long> requests,
            Profile profile,
            long heapPeak,
            long heapAfter) {

        double filesPerSecond() {
            return files * 1e9 / took.toNanos();
        }

        double bareFilesPerSecond() {
            return files * 1e9 / bareTook.toNanos();
        }

        /** How many times as long as the plain client it took. */
        double timesBare() {
            return (double) took.toNanos() / bareTook.toNanos();
        }
    }

    private final BenchOptions options;
    private final WeatherRows rows;
    private final Bed bed;

    private SmallFiles(BenchOptions options, WeatherRows rows, Bed bed) {
        this.options = options;
        this.rows = rows;
        this.bed = bed;
    }

    static Result measure(BenchOptions options, WeatherRows rows)
            throws IOException, InterruptedException {
        try (var bed = Bed.start(PHASE, options.state().resolve("small"), options.concurrency())) {
            return new SmallFiles(options, rows, bed).measure();
        }
    }

    /** Wall and processor time of something. */
    private record Cost(long nanos, long cpuNanos) {

        static Cost now() {
            return new Cost(System.nanoTime(), cpu());
        }

        private static long cpu() {
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }

        Duration tookUntil(long end) {
            return Duration.ofNanos(end - nanos);
        }

        Duration cpuUntilNow() {
            return Duration.ofNanos(cpu() - cpuNanos);
        }
    }

    private Result measure() throws IOException, InterruptedException {
        var warmUp = Math.max(1, options.files() / WARM_UP_DIVISOR);
        bed.s3().createBucket(create -> create.bucket(SOURCE_BUCKET));
        bed.s3().createBucket(create -> create.bucket(TARGET_BUCKET));
        drop("warm-up", warmUp);
        bed.ends().await(warmUp);
        bare("warm-up", warmUp);

        var bareStart = Cost.now();
        bare("bare", options.files());
        var bareTook = bareStart.tookUntil(System.nanoTime());
        var bareCpu = bareStart.cpuUntilNow();
        bed.awaitQuiet();
        return measurePath(bareTook, bareCpu);
    }

    private Result measurePath(Duration bareTook, Duration bareCpu)
            throws IOException, InterruptedException {
        System.gc();
        bed.requests().reset();
        try (var heap = HeapPeak.watching();
                var profiler = Profiler.start()) {
            var start = Cost.now();
            var expectedRows = drop("measured", options.files());
            var told = bed.ends().await(options.files());
            var cpu = start.cpuUntilNow();
            var profile = profiler.stop(options.state().resolve("small.jfr"));
            bed.awaitQuiet();
            var requests = bed.requests().counts();
            return new Result(
                    options.files(),
                    options.bytes(),
                    new Correctness(told.succeeded(), told.failures(), expectedRows, rowsOf(told)),
                    start.tookUntil(told.lastAt()),
                    cpu,
                    bareTook,
                    bareCpu,
                    requests,
                    profile,
                    heap.most(),
                    HeapPeak.afterCollection());
        }
    }

    /** Returns the rows in all files. */
    private long drop(String folder, int files) throws IOException, InterruptedException {
        return SideBySide.sum(
                files,
                number -> {
                    var made = rows.file(number, options.bytes());
                    put(bed.dropBucket(), key(folder, number), made.content());
                    return made.rows();
                });
    }

    /** What S3 and its client alone cost: put, get, put. */
    private void bare(String folder, int files) throws IOException, InterruptedException {
        SideBySide.sum(
                files,
                number -> {
                    var key = key(folder, number);
                    put(SOURCE_BUCKET, key, rows.file(number, options.bytes()).content());
                    var content =
                            bed.s3()
                                    .getObjectAsBytes(get -> get.bucket(SOURCE_BUCKET).key(key))
                                    .asByteArrayUnsafe();
                    put(TARGET_BUCKET, key, content);
                    return 1;
                });
    }

    private void put(String bucket, String key, byte[] content) {
        bed.s3().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
    }

    private static String key(String folder, int number) {
        return "%s/%06d.csv".formatted(folder, number);
    }

    private long rowsOf(Ends.Told told) throws IOException, InterruptedException {
        return SideBySide.sum(
                told.outputs().size(), number -> lines(bed.s3(), told.outputs().get(number)));
    }

    /** Line ends in an object. */
    static long lines(S3Client s3, ObjectVersion object) throws IOException {
        try (var body =
                s3.getObject(
                        get ->
                                get.bucket(object.bucket())
                                        .key(object.key())
                                        .versionId(object.versionId().orElse(null)))) {
            var buffer = new byte[1 << 16];
            long lines = 0;
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                for (int at = 0; at < count; at++) {
                    lines += buffer[at] == '\n' ? 1 : 0;
                }
            }
            return lines;
        }
    }
}

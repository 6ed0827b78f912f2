package io.spillway.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * One large file through a Batch job, and one a tenth as large before it: memory must be the same.
 */
final class LargeFile {

    private static final String PHASE =
            "{on: upload, match: {types: [csv]}, stage: convert, batch: always}";

    private static final int FRACTION = 10;

    /**
     * What was measured of one file.
     *
     * @param bytes of the file
     * @param written bytes of its output
     * @param putTook by the client that dropped it
     * @param took from the end of the put to the end heard of
     * @param workTook by the job's attempt, from its claim until its outputs were ready to commit
     * @param copyTook by the plain client: get and multipart put of the same object
     * @param jobPeak most memory of the job's process, in bytes; 0 where nothing tells
     * @param mainPeak most memory of this process meanwhile, where something tells
     */
    record Measured(
            long bytes,
            long written,
            Correctness correctness,
            Duration putTook,
            Duration took,
            Duration workTook,
            Duration copyTook,
            long jobPeak,
            OptionalLong mainPeak) {

        /** 10^6 bytes of input per second, from the put's end to the end of the work item. */
        double megabytesPerSecond() {
            return bytes * 1e3 / took.toNanos();
        }

        double workMegabytesPerSecond() {
            return bytes * 1e3 / workTook.toNanos();
        }

        double copyMegabytesPerSecond() {
            return bytes * 1e3 / copyTook.toNanos();
        }

        /** How many times as long as the plain copy it took. */
        double timesCopy() {
            return (double) took.toNanos() / copyTook.toNanos();
        }

        /** The same per byte moved, since the output is larger than the input. */
        double timesCopyPerByte() {
            return timesCopy() * 2 * bytes / (bytes + written);
        }
    }

    /**
     * @param jobHeap the job's {@code -Xmx}
     */
    record Result(Measured small, Measured large, String jobHeap) {

        double jobPeakRatio() {
            return (double) large.jobPeak() / small.jobPeak();
        }

        double mainPeakRatio() {
            return (double) large.mainPeak().orElse(0) / small.mainPeak().orElse(0);
        }
    }

    private final BenchOptions options;
    private final WeatherRows rows;
    private final Bed bed;

    private LargeFile(BenchOptions options, WeatherRows rows, Bed bed) {
        this.options = options;
        this.rows = rows;
        this.bed = bed;
    }

    static Result measure(BenchOptions options, WeatherRows rows)
            throws IOException, InterruptedException {
        try (var bed = Bed.start(PHASE, options.state().resolve("large"), options.concurrency())) {
            var file = new LargeFile(options, rows, bed);
            var small = file.measure(options.large().bytes() / FRACTION);
            return new Result(small, file.measure(options.large().bytes()), bed.jobs().heap());
        }
    }

    private Measured measure(long mostBytes) throws IOException, InterruptedException {
        var file = options.state().resolve("large-" + mostBytes + ".csv");
        var expectedRows = rows.write(file, mostBytes);
        var bytes = Files.size(file);
        ProcessMemory.resetPeakOfThisProcess();
        bed.jobs().takeMost();

        var start = System.nanoTime();
        put(file);
        var putAt = System.nanoTime();
        var told = bed.ends().await(1);
        var mainPeak = ProcessMemory.peakOfThisProcess();
        var jobPeak = bed.jobs().takeMost();
        bed.awaitQuiet();
        long outputRows = 0;
        for (var output : told.outputs()) {
            outputRows += SmallFiles.lines(bed.s3(), output);
        }
        var copyTook = PlainCopy.run(bed.s3(), bed.dropBucket(), name(file), "bench-copy");
        Files.delete(file);
        var correctness =
                new Correctness(told.succeeded(), told.failures(), expectedRows, outputRows);
        return new Measured(
                bytes,
                told.usages().stream().mapToLong(usage -> usage.bytesWritten()).sum(),
                correctness,
                Duration.ofNanos(putAt - start),
                Duration.ofNanos(told.lastAt() - putAt),
                told.usages().stream()
                        .map(usage -> usage.took())
                        .reduce(Duration.ZERO, Duration::plus),
                copyTook,
                jobPeak,
                mainPeak);
    }

    private void put(Path file) {
        bed.s3()
                .putObject(
                        put -> put.bucket(bed.dropBucket()).key(name(file)),
                        RequestBody.fromFile(file));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}

package io.spillway.local.bench;

import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Usage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * One large CSV converted by one job, and the same CSV split, converted by the children of an array
 * job, and joined: the results must be the same.
 */
final class SplitJoin {

    static final int PARTS = 8;

    private static final String WHOLE =
            """
              convert: {on: upload, stage: convert, batch: always}
            """;

    private static final String IN_PARTS =
            """
              split: {on: upload, stage: {split: {parts: %d}}, batch: always}
              convert: {after: split, stage: convert, batch: always}
              join: {after: {every: convert}, stage: join, batch: always}
            """
                    .formatted(PARTS);

    private static final String KEY = "large.csv";
    private static final String HEADER = "id,station,note\n";
    private static final int BUFFER = 1 << 20;

    /**
     * What came of the file one way.
     *
     * @param took from the end of the put until the last end was heard of
     * @param attempts how long each attempt took, in the order in which they began
     * @param sha256 of the one result
     */
    record Way(
            List<String> failures,
            Duration took,
            List<Duration> attempts,
            long resultBytes,
            String sha256) {

        Way {
            failures = List.copyOf(failures);
            attempts = List.copyOf(attempts);
        }
    }

    record Result(long bytes, Way whole, Way inParts) {

        double speedUp() {
            return (double) whole.took().toNanos() / inParts.took().toNanos();
        }

        boolean isCorrect() {
            return whole.failures().isEmpty()
                    && inParts.failures().isEmpty()
                    && whole.sha256().equals(inParts.sha256());
        }
    }

    private final BenchOptions options;
    private final Path file;
    private final Consumer<String> told;

    private SplitJoin(BenchOptions options, Consumer<String> told) {
        this.options = options;
        this.file = options.state().resolve(KEY);
        this.told = told;
    }

    static Result measure(BenchOptions options, Consumer<String> told)
            throws IOException, InterruptedException {
        return new SplitJoin(options, told).measure();
    }

    private Result measure() throws IOException, InterruptedException {
        write(file, options.large().bytes());
        var bytes = Files.size(file);
        var whole = go("whole", WHOLE, 1);
        told.accept("  whole: " + whole);
        var inParts = go("parts", IN_PARTS, PARTS + 2);
        told.accept("  in parts: " + inParts);
        return new Result(bytes, whole, inParts);
    }

    /**
     * @param ends how many work items come to an end
     */
    private Way go(String name, String phases, int ends) throws IOException, InterruptedException {
        var state = options.state().resolve(name);
        try (var bed = Bed.ofPhases(phases, state, options.concurrency())) {
            bed.s3()
                    .putObject(
                            put -> put.bucket(bed.dropBucket()).key(KEY),
                            RequestBody.fromFile(file));
            var start = System.nanoTime();
            var all = bed.ends().await(ends);
            var took = Duration.ofNanos(all.lastAt() - start);
            var result = all.outputs().getLast();
            bed.awaitQuiet();
            return new Way(
                    all.failures(),
                    took,
                    all.usages().stream()
                            .sorted(Comparator.comparing(Usage::started))
                            .map(Usage::took)
                            .toList(),
                    result.size(),
                    sha256(bed, result));
        } finally {
            Benchmark.deleteTree(state);
        }
    }

    private static String sha256(Bed bed, ObjectVersion object) throws IOException {
        try (var in = bed.s3().getObject(get -> get.bucket(object.bucket()).key(object.key()));
                var out =
                        new DigestOutputStream(
                                OutputStream.nullOutputStream(),
                                MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(out);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /** Rows with delimiters, line ends and quotes within quotes, of at least so many bytes. */
    private static void write(Path file, long bytes) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            out.write(HEADER.getBytes(StandardCharsets.UTF_8));
            var written = (long) HEADER.length();
            for (var id = 0L; written < bytes; id++) {
                var row = row(id).getBytes(StandardCharsets.UTF_8);
                out.write(row);
                written += row.length;
            }
        }
    }

    private static String row(long id) {
        return id
                + ",\"Seattle, WA\",\"Rain until noon, then \"\"sun\"\".\nWind from the west; gauge "
                + id % 97
                + " was read at dusk and again at dawn, as every day since it was set up.\"\n";
    }
}

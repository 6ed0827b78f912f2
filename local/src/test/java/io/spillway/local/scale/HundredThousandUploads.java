package io.spillway.local.scale;

import static io.spillway.local.scale.MillionEvents.say;

import io.spillway.local.files.DirectoryTree;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.stage.Stage;
import io.spillway.router.RouterFunction;
import io.spillway.router.Settings;
import io.spillway.router.submission.Sleeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogManager;

/**
 * Sends uploads of mixed sizes through the router and the local Batch, which takes 50 SubmitJob
 * calls per second as AWS does, and prints how many calls that took. Exits 1 if any upload came out
 * wrong.
 */
public final class HundredThousandUploads {

    /** As the function is deployed locally. */
    private static final int MESSAGES = 10;

    private static final int SUBMISSIONS = 1_000;
    private static final int INVOCATIONS = 2;
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final double SUBMITS_PER_SECOND = 50;

    /** Writes a line: what the stage does with the bytes is nothing to Batch. */
    private static final Stage STAGE =
            work -> {
                try (var out = work.outputs().besideInput(".jsonl", "application/jsonl")) {
                    out.write('\n');
                }
            };

    private final int count;
    private final Settings settings;
    private final Uploads uploads;
    private final Deliveries deliveries;
    private final Violations violations = new Violations();
    private final RecentLedger ledger;
    private final MadeUpStore store;
    private final Tally tally;
    private final SubmissionsQueue submissions = new SubmissionsQueue();
    private final SentMessages jobEvents = new SentMessages();
    private final AtomicLong writers = new AtomicLong();
    private final AtomicLong eventNumbers = new AtomicLong();
    private final AtomicLong looksBegun = new AtomicLong();
    private final AtomicLong looksEnded = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * What became of the uploads.
     *
     * @param inBatch uploads that went to Batch
     * @param calls of SubmitJob
     * @param turnedAway of those, throttled ones
     * @param children containers of all jobs
     * @param submitted until the last job was taken
     * @param ended until the end of the last upload was published
     * @param violations what came out wrong, at most the first ten
     */
    record Result(
            long inBatch,
            long calls,
            long turnedAway,
            long children,
            Duration submitted,
            Duration ended,
            List<String> violations) {}

    /**
     * @param lease how long an invocation leaves alone what another one is about to submit
     */
    HundredThousandUploads(int count, long seed, Duration lease) {
        this.count = count;
        this.settings = Definition.settings(lease);
        this.uploads = new Uploads(seed, Uploads.Mix.MIXED_SIZES);
        this.deliveries = new Deliveries(uploads, count, seed);
        this.ledger = new RecentLedger(count, Set.of("announced"), violations);
        this.store = new MadeUpStore(uploads, ledger, violations, Integer.MAX_VALUE);
        this.tally = new Tally(uploads, HundredThousandUploads::ending, violations);
    }

    private static String ending(Upload.Kind kind) {
        return kind == Upload.Kind.LARGE_CSV ? "batch succeeded" : kind.ending();
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        var defaults = new LinkedHashMap<String, Long>();
        defaults.put("uploads", 100_000L);
        defaults.put("seed", Options.anySeed());
        var options = Options.of(defaults, arguments);
        say("%,d uploads, seed %d", options.number("uploads"), options.number("seed"));
        var result =
                new HundredThousandUploads(
                                options.number("uploads"), options.number("seed"), WorkPath.LEASE)
                        .run();
        report(result);
        System.exit(result.violations().isEmpty() ? 0 : 1);
    }

    private static void report(Result result) {
        say("%,d went to Batch, in %,d containers", result.inBatch(), result.children());
        say(
                "%,d SubmitJob calls, %,d of them turned away; one per file would be %,d, %.0f times as many",
                result.calls(),
                result.turnedAway(),
                result.inBatch(),
                (double) result.inBatch() / result.calls());
        say(
                "all submitted after %.1f s; one per file takes at least %.1f s at %.0f per second",
                seconds(result.submitted()),
                result.inBatch() / SUBMITS_PER_SECOND,
                SUBMITS_PER_SECOND);
        say("all ended after %.1f s", seconds(result.ended()));
        result.violations().forEach(violation -> say("WRONG: %s", violation));
        say("%,d violations", result.violations().size());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    Result run() throws IOException, InterruptedException, ExecutionException {
        var directory = Files.createTempDirectory("hundred-thousand-uploads-");
        try (var batch =
                new BatchHere(
                        directory.resolve("batch"),
                        settings,
                        new ContainersHere(store, MadeUpStore.PLACES, workPath(), violations),
                        event -> jobEvents.send(List.of(event)))) {
            return run(batch, directory);
        } finally {
            DirectoryTree.delete(directory);
        }
    }

    private WorkPath workPath() {
        return new WorkPath(
                new Definition(1).read(),
                store,
                new ObjectLedger(store, MadeUpStore.PLACES.workBucket(), Places.LEDGER_PREFIX),
                tally,
                _ -> STAGE,
                MadeUpStore.PLACES,
                Clock.systemUTC(),
                this::writer);
    }

    private String writer() {
        return "writer-" + writers.incrementAndGet();
    }

    private Result run(BatchHere batch, Path directory)
            throws IOException, InterruptedException, ExecutionException {
        store.remember(Definition.LOCATION, new Definition(1).json());
        var jobs = new CountedJobs(batch.jobs());
        var outputs = new SentMessages();
        var function =
                new RouterFunction(
                        settings,
                        new RouterFunction.Seams(
                                store, tally, jobs, outputs, submissions, Sleeper.REAL),
                        Clock.systemUTC(),
                        this::writer,
                        directory);
        var start = System.nanoTime();
        feed(new Invocations(function), batch);
        check();
        return new Result(
                uploads.byKind(count).get(Upload.Kind.LARGE_CSV),
                jobs.calls(),
                jobs.turnedAway(),
                jobs.children(),
                Duration.ofNanos(jobs.lastTaken() - start),
                Duration.ofNanos(tally.lastEnded() - start),
                violations.first());
    }

    private void feed(Invocations invocations, BatchHere batch)
            throws InterruptedException, ExecutionException {
        var workers = new ArrayList<Callable<Void>>();
        for (var i = 0; i < INVOCATIONS; i++) {
            workers.add(() -> feedUploads(invocations, batch));
            workers.add(() -> feedSubmissions(invocations));
        }
        try (var threads = Executors.newFixedThreadPool(workers.size())) {
            for (var worker : threads.invokeAll(workers)) {
                worker.get();
            }
        }
    }

    private Void feedUploads(Invocations invocations, BatchHere batch)
            throws IOException, InterruptedException {
        while (!over.get()) {
            looksBegun.incrementAndGet();
            var messages = deliveries.next(MESSAGES);
            var isAny = !messages.isEmpty();
            if (isAny) {
                deliveries.comeAgain(invocations.of(messages));
            } else {
                isAny = feedJobEvents(invocations);
            }
            looksEnded.incrementAndGet();
            if (!isAny) {
                over.compareAndSet(false, isQuiet(batch));
                submissions.awaitChange(Duration.ofMillis(100));
            }
        }
        return null;
    }

    /**
     * Whether nothing is under way. Each look is at the place that the one before would have sent
     * its last work to; that nobody began to look meanwhile says that none was in anybody's hands.
     */
    private boolean isQuiet(BatchHere batch) {
        var begun = looksBegun.get();
        return looksEnded.get() == begun
                && deliveries.isEmpty()
                && submissions.isEmpty()
                && batch.isIdle()
                && jobEvents.isEmpty()
                && looksBegun.get() == begun;
    }

    /** Whether there were any. */
    private boolean feedJobEvents(Invocations invocations) throws IOException {
        var batch = new ArrayList<Delivery>();
        for (var event = jobEvents.poll();
                event != null;
                event = batch.size() == MESSAGES ? null : jobEvents.poll()) {
            batch.add(
                    new Delivery("e" + eventNumbers.incrementAndGet(), event, List.of(), false, 1));
        }
        if (batch.isEmpty()) {
            return false;
        }
        var failed = invocations.of(batch);
        jobEvents.send(failed.stream().map(Delivery::body).toList());
        return true;
    }

    private Void feedSubmissions(Invocations invocations) throws IOException, InterruptedException {
        while (!over.get()) {
            var gathered = submissions.take(SUBMISSIONS, WINDOW);
            if (!gathered.isEmpty()) {
                submissions.done(gathered, invocations.of(gathered));
            }
        }
        return null;
    }

    private void check() {
        ledger.forgetAll();
        demand("uploads whose ending was published", tally.ended());
        demand("work items in the ledger", ledger.forgotten());
        demand("endings in the ledger", ledger.endings());
        demand("outputs", store.outputs());
    }

    private void demand(String what, long actual) {
        if (actual != count) {
            violations.add("%s: %,d, expected %,d.".formatted(what, actual, count));
        }
    }
}

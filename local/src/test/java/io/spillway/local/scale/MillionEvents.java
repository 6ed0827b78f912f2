package io.spillway.local.scale;

import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.router.RouterFunction;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogManager;
import java.util.stream.IntStream;

/**
 * Tells the router of a million uploads through its handler, on twins in memory, and prints how
 * fast it decides, what it allocates and whether its heap grows. Exits 1 if any upload came out
 * wrong.
 */
public final class MillionEvents {

    /** Work items that the twin remembers after their end: far more than come again. */
    private static final int REMEMBERED = 20_000;

    /** Manifests of jobs that the twin remembers. */
    private static final int MANIFESTS = 20;

    /** Work items that are handed to Batch by one invocation. */
    private static final int SUBMISSIONS = 1_000;

    private static final int LOOKS_AT_THE_HEAP = 10;

    private final int count;
    private final int batch;
    private final int concurrency;
    private final Uploads uploads;
    private final Deliveries deliveries;
    private final Violations violations = new Violations();
    private final RecentLedger ledger;
    private final MadeUpStore store;
    private final Tally tally;
    private final TakingJobs jobs = new TakingJobs();
    private final SentMessages queue = new SentMessages();
    private final SubmissionsQueue submissions = new SubmissionsQueue();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong told = new AtomicLong();

    MillionEvents(int count, int batch, int concurrency, long seed) {
        this.count = count;
        this.batch = batch;
        this.concurrency = concurrency;
        this.uploads = new Uploads(seed, Uploads.Mix.ALL_KINDS);
        this.deliveries = new Deliveries(uploads, count, seed);
        this.ledger = new RecentLedger(REMEMBERED, Set.of("announced", "submitted"), violations);
        this.store = new MadeUpStore(uploads, ledger, violations, MANIFESTS);
        this.tally = new Tally(uploads, Upload.Kind::ending, violations);
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager()
                .reset(); // a line for each poisoned message would be measured too
        var defaults = new LinkedHashMap<String, Long>();
        defaults.put("events", 1_000_000L);
        defaults.put("batch", 10L);
        defaults.put("concurrency", 2L);
        defaults.put("seed", Options.anySeed());
        var options = Options.of(defaults, arguments);
        say(
                "%,d uploads, batches of %d, %d invocations at once, seed %d",
                options.number("events"),
                options.number("batch"),
                options.number("concurrency"),
                options.number("seed"));
        ParseAndDecide.measure(options.number("seed"), Math.min(200_000, options.number("events")));
        var run =
                new MillionEvents(
                        options.number("events"),
                        options.number("batch"),
                        options.number("concurrency"),
                        options.number("seed"));
        System.exit(run.run() == 0 ? 0 : 1);
    }

    /** The number of things that came out wrong. */
    long run() throws IOException, InterruptedException, ExecutionException {
        var scratch = Files.createTempDirectory("million-events-");
        try {
            var invocations = new Invocations(function(scratch));
            measure(invocations);
            check();
        } finally {
            Files.delete(scratch);
        }
        violations.first().forEach(violation -> say("WRONG: %s", violation));
        say("%,d violations", violations.count());
        return violations.count();
    }

    private RouterFunction function(Path scratch) throws IOException {
        store.remember(Definition.LOCATION, new Definition(64).json());
        var writers = new AtomicLong();
        return new RouterFunction(
                Definition.settings(WorkPath.LEASE),
                new RouterFunction.Seams(store, tally, jobs, queue, submissions, _ -> {}),
                Clock.systemUTC(),
                () -> "writer-" + writers.incrementAndGet(),
                scratch);
    }

    private void measure(Invocations invocations) throws InterruptedException, ExecutionException {
        say(
                "%12s %12s %14s %14s %14s",
                "uploads", "uploads/s", "heap MiB", "of the twins", "KiB/event");
        var start = System.nanoTime();
        var processorTime = processorTime();
        var paused = 0L;
        try (var threads = Executors.newFixedThreadPool(concurrency)) {
            for (var look = 1; look <= LOOKS_AT_THE_HEAP; look++) {
                var until = look == LOOKS_AT_THE_HEAP ? Long.MAX_VALUE : (long) count * look / 10;
                var before = Look.now(invocations, told.get());
                threads.invokeAll(
                                IntStream.range(0, concurrency)
                                        .mapToObj(_ -> worker(invocations, until))
                                        .toList())
                        .forEach(MillionEvents::demandDone);
                var pause = System.nanoTime();
                before.report(invocations, told.get(), concurrency, ledger.bytes());
                paused += System.nanoTime() - pause;
            }
        }
        report(invocations, (System.nanoTime() - start - paused) / 1e9);
        say(
                "%.0f us of processor time per upload, making up its message and garbage collection included",
                (processorTime() - processorTime) / 1e3 / told.get());
    }

    /** Of this process, in nanoseconds. */
    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void demandDone(Future<Void> worker) {
        try {
            worker.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Feeds batches until so many uploads were told of. */
    private Callable<Void> worker(Invocations invocations, long until) {
        return () -> {
            while (told.get() < until) {
                var messages = deliveries.next(batch);
                if (messages.isEmpty()) {
                    submit(invocations, 1);
                    if (submissions.isEmpty()) {
                        return null;
                    }
                    continue;
                }
                delivered.addAndGet(messages.size());
                told.addAndGet(messages.stream().mapToInt(m -> m.uploads().size()).sum());
                deliveries.comeAgain(invocations.of(messages));
                submit(invocations, SUBMISSIONS);
            }
            return null;
        };
    }

    /** Feeds the function what goes to Batch, once enough of it has gathered. */
    private void submit(Invocations invocations, int fewest)
            throws IOException, InterruptedException {
        if (submissions.size() >= fewest) {
            var gathered = submissions.take(SUBMISSIONS, Duration.ZERO);
            submissions.done(gathered, invocations.of(gathered));
        }
    }

    private void report(Invocations invocations, double seconds) {
        var inside = invocations.seconds() / concurrency;
        say(
                "%,d messages told of %,d uploads in %,d invocations; %,d messages told again, %,d test events, %,d that nobody can read",
                delivered.get(),
                told.get(),
                invocations.count(),
                deliveries.copies(),
                deliveries.testEvents(),
                deliveries.poisoned());
        say(
                "%.1f s, of which %.1f s in the function: %,.0f decisions/s, %,.0f batches/s",
                seconds, inside, told.get() / inside, invocations.count() / inside);
        say(
                "%,d ledger entries, %,d outputs, %,d jobs for %,d submissions",
                ledger.entries(), store.outputs(), jobs.taken(), submissions.sent());
    }

    private void check() {
        var expected = uploads.byKind(count);
        var large = expected.get(Upload.Kind.LARGE_CSV);
        var inline = expected.get(Upload.Kind.SMALL_CSV) + expected.get(Upload.Kind.SMALL_GZIP);
        ledger.forgetAll();
        demand("uploads whose ending was published", count, tally.ended());
        demand("work items in the ledger", count, ledger.forgotten());
        demand("endings in the ledger", count - large, ledger.endings());
        demand("outputs", inline, store.outputs());
        demand("uploads left open", 0, store.openUploads());
        demand("messages in the dead-letter queue", deliveries.poisoned(), deliveries.dead());
        demand("readable messages lost", 0, deliveries.lost());
        for (var kind : Upload.Kind.values()) {
            var ended = tally.endings().getOrDefault(kind, 0);
            demand(kind + " that ended " + kind.ending(), expected.get(kind), ended);
        }
        say(
                "%,d endings were published again under the same id, %,d jobs submitted again under the same name",
                tally.toldAgain(), jobs.again());
    }

    private void demand(String what, long expected, long actual) {
        say("  %-60s %,12d%s", what, actual, expected == actual ? "" : " WRONG");
        if (expected != actual) {
            violations.add("%s: %,d, expected %,d.".formatted(what, actual, expected));
        }
    }

    static void say(String format, Object... arguments) {
        System.out.println(format.formatted(arguments));
    }

    /** Counters at a moment. */
    private record Look(double seconds, long told, long allocated) {

        static Look now(Invocations invocations, long told) {
            return new Look(invocations.seconds(), told, allocatedUntilNow());
        }

        private static long allocatedUntilNow() {
            return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                    .getTotalThreadAllocatedBytes();
        }

        /** Prints what happened since. */
        void report(Invocations invocations, long toldNow, int concurrency, long twins) {
            var events = toldNow - told;
            var inside = (invocations.seconds() - seconds) / concurrency;
            var perEvent = (allocatedUntilNow() - allocated) / 1024.0 / events;
            System.gc();
            var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            say(
                    "%,12d %,12.0f %,14.1f %,14.1f %,14.1f",
                    toldNow, events / inside, heap / 1048576.0, twins / 1048576.0, perEvent);
        }
    }
}

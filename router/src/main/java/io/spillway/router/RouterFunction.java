package io.spillway.router;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.spillway.pipeline.attempt.HeapMemory;
import io.spillway.pipeline.attempt.Memory;
import io.spillway.pipeline.attempt.Threads;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.telemetry.EmfMeter;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.LogField;
import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import io.spillway.router.aws.AwsParts;
import io.spillway.router.submission.Sleeper;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The Lambda function: a batch of SQS messages in, the ones that must come again out. All its parts
 * are put together here.
 *
 * <p>Safe for many invocations at once.
 */
public final class RouterFunction implements RequestStreamHandler, AutoCloseable {

    /**
     * Left at the end of an invocation: a second for stages to stop, another for uploads that are
     * being stored, the rest for recording, handing over to Batch and answering.
     */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    /** EX_SOFTWARE. Source: {@code sysexits.h}. */
    private static final int ENDED_BY_A_STAGE = 70;

    private final BatchOfMessages messages;
    private final Meter meter;
    private final Subject pipeline;
    private final StageCosts costs;
    private final Duration lease;
    private final Clock clock;
    private final Process process;
    private final AttemptLimits limits;
    private final LeftBehind leftBehind = new LeftBehind();

    /** Kept, because Lambda only remembers it weakly. Null without SnapStart. */
    @SuppressWarnings("unused")
    private SnapStart snapStart;

    /**
     * What the router reaches the world through.
     *
     * @param intake the queue that feeds the function
     * @param submissions the queue in which work items gather that go to Batch
     * @param sleeper waits between calls to AWS Batch
     * @param deadLetters where messages of both queues end that were given up
     */
    public record Seams(
            ObjectStore store,
            Events events,
            Jobs jobs,
            IntakeQueue intake,
            IntakeQueue submissions,
            Sleeper sleeper,
            Meter meter,
            List<DeadLetterQueue> deadLetters) {

        /** Where messages that were given up are nobody's concern. */
        public Seams(
                ObjectStore store,
                Events events,
                Jobs jobs,
                IntakeQueue intake,
                IntakeQueue submissions,
                Sleeper sleeper,
                Meter meter) {
            this(store, events, jobs, intake, submissions, sleeper, meter, List.of());
        }

        /** Without metrics. */
        public Seams(
                ObjectStore store,
                Events events,
                Jobs jobs,
                IntakeQueue intake,
                IntakeQueue submissions,
                Sleeper sleeper) {
            this(store, events, jobs, intake, submissions, sleeper, Meter.NONE);
        }
    }

    /**
     * What the function has of the process it runs in.
     *
     * @param scratch where inline attempts make their directories
     * @param memory that inline attempts share
     * @param threads lets stages work, and the time between two renewals of a claim pass
     * @param end ends the process when a stage that was left behind still takes its time and
     *     memory; empty where others share the process
     */
    public record Process(Path scratch, Memory memory, Threads threads, Optional<Runnable> end) {

        /** This one. */
        public static Process current(Path scratch, Optional<Runnable> end) {
            return new Process(scratch, HeapMemory.ofThisProcess(), Threads.REAL, end);
        }
    }

    /** For Lambda: everything from the environment. */
    public RouterFunction() throws IOException {
        this(Settings.of(System.getenv()), new AwsParts(), new WriterNames(SecureRandom::new));
    }

    private RouterFunction(Settings settings, AwsParts aws, WriterNames writers)
            throws IOException {
        this(
                settings,
                onAws(settings, aws),
                BuiltInStages.catalogue(),
                Clock.systemUTC(),
                writers,
                Process.current(
                        Path.of("/tmp"),
                        Optional.of(() -> Runtime.getRuntime().halt(ENDED_BY_A_STAGE))));
        if (SnapStart.isAhead(System.getenv())) {
            var practice = new Practice(settings, aws.store(), this::practise);
            snapStart = new SnapStart(practice.steps(aws::makeClients), writers);
            snapStart.register();
        }
    }

    private void practise(List<SQSEvent.SQSMessage> records) throws InterruptedException {
        var invocation =
                new Invocation(
                        "practice", clock.instant(), lease, process.scratch(), limits, leftBehind);
        messages.uncounted().handle(records, invocation);
    }

    /**
     * @param writers gives names that nobody else ever gives
     * @param scratch where inline attempts make their directories
     */
    public RouterFunction(
            Settings settings, Seams seams, Clock clock, Supplier<String> writers, Path scratch)
            throws IOException {
        this(
                settings,
                seams,
                BuiltInStages.catalogue(),
                clock,
                writers,
                Process.current(scratch, Optional.empty()));
    }

    /**
     * @param catalogue the stages it has
     * @param writers gives names that nobody else ever gives
     */
    public RouterFunction(
            Settings settings,
            Seams seams,
            List<StageType> catalogue,
            Clock clock,
            Supplier<String> writers,
            Process process)
            throws IOException {
        this.clock = clock;
        this.process = process;
        this.limits = AttemptLimits.ofThisProcess(process.memory(), settings.scratch());
        this.lease = settings.lease();
        this.meter = seams.meter();
        var parts = RouterParts.of(settings, seams, catalogue, clock, writers, process.threads());
        this.messages = parts.messages();
        this.costs = parts.costs();
        this.pipeline = parts.pipeline();
    }

    /** The seams to AWS, or to whatever stands in for it at the SDK's endpoints. */
    public static Seams onAws(Settings settings) {
        return onAws(settings, new AwsParts());
    }

    private static Seams onAws(Settings settings, AwsParts aws) {
        return new Seams(
                aws.store(),
                aws.events(settings.phasesTopic()),
                aws.jobs(),
                aws.queue(settings.intakeQueue()),
                aws.queue(settings.submissionsQueue()),
                Sleeper.REAL,
                new EmfMeter(Clock.systemUTC(), LogContext::writeLine),
                settings.deadLetterQueues().stream().map(aws::deadLetters).toList());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        var event = SqsBatches.read(input.readAllBytes());
        var invocation = invocation(context);
        var scope =
                LogContext.current()
                        .with(LogField.PIPELINE, pipeline.pipeline())
                        .with(LogField.REQUEST_ID, context.getAwsRequestId());
        if (process.end().isPresent() && leftBehind.isAnyAtWork()) {
            messages.giveBack(event.getRecords());
            process.end().get().run();
        }
        try {
            output.write(
                    SqsBatches.write(
                            scope.call(() -> messages.handle(event.getRecords(), invocation))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(
                    "Interrupted before all %d messages were handled."
                            .formatted(event.getRecords().size()),
                    e);
        } finally {
            meter.add(Metric.TIME_LEFT, pipeline, context.getRemainingTimeInMillis());
            scope.run(meter::flush);
        }
        if (clock.instant().isBefore(invocation.deadline())) {
            costs.save();
        }
    }

    /**
     * Saves what was learned since the last time, for a host that knows when it stops. Lambda
     * doesn't, so nothing hangs on it.
     */
    @Override
    public void close() {
        costs.saveNow();
    }

    private Invocation invocation(Context context) {
        var left = Duration.ofMillis(context.getRemainingTimeInMillis());
        return new Invocation(
                context.getAwsRequestId(),
                clock.instant().plus(left).minus(RESERVE),
                lease,
                process.scratch(),
                limits,
                leftBehind);
    }
}

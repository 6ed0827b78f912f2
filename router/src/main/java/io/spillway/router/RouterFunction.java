package io.spillway.router;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.spillway.aws.AwsClients;
import io.spillway.aws.S3ObjectStore;
import io.spillway.aws.SnsEvents;
import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.router.aws.BatchJobs;
import io.spillway.router.aws.SqsIntakeQueue;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The Lambda function: a batch of SQS messages in, the ones that must come again out. All its parts
 * are put together here.
 *
 * <p>Safe for many invocations at once.
 */
public final class RouterFunction implements RequestStreamHandler {

    /**
     * Left at the end of an invocation: a second for stages to stop, another for uploads that are
     * being stored, the rest for recording, handing over to Batch and answering.
     */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    /** EX_SOFTWARE. Source: {@code sysexits.h}. */
    private static final int ENDED_BY_A_STAGE = 70;

    private final BatchOfMessages messages;
    private final Duration lease;
    private final Path scratch;
    private final Clock clock;
    private final FunctionLimits limits;
    private final LeftBehind leftBehind = new LeftBehind();
    private final IntakeQueue queue;
    private final Optional<Runnable> endProcess;

    /** What the router reaches the world through. */
    public record Seams(ObjectStore store, Events events, Jobs jobs, IntakeQueue queue) {}

    /** For Lambda: everything from the environment. */
    public RouterFunction() throws IOException {
        this(Settings.of(System.getenv()));
    }

    private RouterFunction(Settings settings) throws IOException {
        this(
                settings,
                onAws(settings),
                BuiltInStages.catalogue(),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                Path.of("/tmp"),
                Optional.of(() -> Runtime.getRuntime().halt(ENDED_BY_A_STAGE)));
    }

    /**
     * @param writers gives names that nobody else ever gives
     * @param scratch where inline attempts make their directories
     */
    public RouterFunction(
            Settings settings, Seams seams, Clock clock, Supplier<String> writers, Path scratch)
            throws IOException {
        this(settings, seams, BuiltInStages.catalogue(), clock, writers, scratch, Optional.empty());
    }

    /**
     * @param catalogue the stages it has
     * @param writers gives names that nobody else ever gives
     * @param scratch where inline attempts make their directories
     * @param endProcess ends the process when a stage that was left behind still takes its time and
     *     memory; empty where others share the process
     */
    public RouterFunction(
            Settings settings,
            Seams seams,
            List<StageType> catalogue,
            Clock clock,
            Supplier<String> writers,
            Path scratch,
            Optional<Runnable> endProcess)
            throws IOException {
        this.clock = clock;
        this.endProcess = endProcess;
        this.queue = seams.queue();
        this.limits = FunctionLimits.ofThisProcess(settings.scratch());
        this.lease = settings.lease();
        this.scratch = scratch;
        var definition = definition(settings, seams.store(), catalogue);
        var stages = new NamedStages(catalogue);
        var ledger =
                new ObjectLedger(
                        seams.store(), settings.places().workBucket(), Places.LEDGER_PREFIX);
        var workPath =
                new WorkPath(
                        definition,
                        seams.store(),
                        ledger,
                        seams.events(),
                        stages,
                        settings.places(),
                        clock,
                        writers);
        var submission =
                new JobSubmission(
                        settings,
                        seams.store(),
                        ledger,
                        seams.jobs(),
                        seams.events(),
                        clock,
                        writers);
        var router =
                new Router(
                        definition,
                        stages::profile,
                        seams.store(),
                        new Dispatcher(definition, workPath, submission, clock),
                        new FanOut(seams.store(), seams.queue()),
                        new JobEndings(settings.places(), seams.store(), workPath),
                        workPath,
                        settings.memory(),
                        clock);
        this.messages = new BatchOfMessages(router, seams.queue());
    }

    /** The seams to AWS, or to whatever stands in for it at the SDK's endpoints. */
    public static Seams onAws(Settings settings) {
        return new Seams(
                new S3ObjectStore(AwsClients.of(S3Client.builder())),
                new SnsEvents(AwsClients.of(SnsClient.builder()), settings.phasesTopic()),
                new BatchJobs(AwsClients.of(BatchClient.builder())),
                new SqsIntakeQueue(AwsClients.of(SqsClient.builder()), settings.intakeQueue()));
    }

    private static PipelineDefinition definition(
            Settings settings, ObjectStore store, List<StageType> catalogue) throws IOException {
        var json =
                store.get(settings.definition())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "Cannot start the router: there is no definition at %s. Deploy it, or set SPILLWAY_DEFINITION."
                                                        .formatted(settings.definition())));
        return DefinitionReader.requireChecked(
                Json.read(json), settings.definition().toString(), catalogue);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        var event = SqsBatches.read(input.readAllBytes());
        if (endProcess.isPresent() && leftBehind.isAnyAtWork()) {
            giveBack(event.getRecords());
            endProcess.get().run();
        }
        try {
            output.write(
                    SqsBatches.write(messages.handle(event.getRecords(), invocation(context))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(
                    "Interrupted before all %d messages were handled."
                            .formatted(event.getRecords().size()),
                    e);
        }
    }

    /** All messages come again at once, so that a fresh process takes them. */
    private void giveBack(List<SQSEvent.SQSMessage> messages) throws IOException {
        Parallel.map(
                messages,
                message -> {
                    queue.retryAfter(message.getReceiptHandle(), Duration.ZERO);
                    return message;
                });
    }

    private Invocation invocation(Context context) {
        var left = Duration.ofMillis(context.getRemainingTimeInMillis());
        return new Invocation(
                context.getAwsRequestId(),
                clock.instant().plus(left).minus(RESERVE),
                lease,
                scratch,
                limits,
                leftBehind);
    }
}

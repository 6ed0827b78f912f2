package io.spillway.router;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.spillway.aws.AwsClients;
import io.spillway.aws.S3ObjectStore;
import io.spillway.aws.SnsEvents;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.attempt.Sleeper;
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

    /** Left at the end of an invocation for recording and answering. */
    private static final Duration RESERVE = Duration.ofSeconds(3);

    private final BatchOfMessages messages;
    private final Duration lease;
    private final Path scratch;
    private final Clock clock;

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
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                Path.of("/tmp"));
    }

    /**
     * A function in real time.
     *
     * @param writers gives names that nobody else ever gives
     * @param scratch where inline attempts make their directories
     */
    public RouterFunction(
            Settings settings, Seams seams, Clock clock, Supplier<String> writers, Path scratch)
            throws IOException {
        this(settings, seams, clock, writers, scratch, Sleeper.REAL);
    }

    /**
     * @param writers gives names that nobody else ever gives
     * @param scratch where inline attempts make their directories
     * @param sleeper lets the time between two renewals of a claim pass
     */
    public RouterFunction(
            Settings settings,
            Seams seams,
            Clock clock,
            Supplier<String> writers,
            Path scratch,
            Sleeper sleeper)
            throws IOException {
        this.clock = clock;
        this.lease = settings.lease();
        this.scratch = scratch;
        var catalogue = BuiltInStages.catalogue();
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
                        writers,
                        sleeper);
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

    private Invocation invocation(Context context) {
        var left = Duration.ofMillis(context.getRemainingTimeInMillis());
        return new Invocation(
                context.getAwsRequestId(),
                clock.instant().plus(left).minus(RESERVE),
                lease,
                scratch);
    }
}

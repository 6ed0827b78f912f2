package io.spillway.local.run;

import io.spillway.aws.S3ObjectStore;
import io.spillway.local.definition.DefinitionFile;
import io.spillway.local.definition.YamlDocument;
import io.spillway.local.deploy.Clients;
import io.spillway.local.deploy.Deployer;
import io.spillway.local.deploy.Deployment;
import io.spillway.local.deploy.JobImages;
import io.spillway.local.fault.Faults;
import io.spillway.local.function.FunctionConfiguration;
import io.spillway.local.function.FunctionHost;
import io.spillway.local.monitoring.LocalMonitoring;
import io.spillway.local.twin.Twin;
import io.spillway.local.view.RunInfo;
import io.spillway.local.view.RunReport;
import io.spillway.local.view.RunView;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.MistakenDefinition;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.learning.RateStore;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.router.RouterFunction;
import io.spillway.router.Settings;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.UUID;

/**
 * A pipeline running on this machine: the stand-ins for AWS, the pipeline deployed to them, the
 * router function fed by its queue, jobs as processes or in containers, and a folder whose files
 * are dropped.
 *
 * <p>All its parts are put together here. It may be stopped at any moment, in any way; started
 * again, it goes on.
 */
public final class LocalRun implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LocalRun.class.getName());

    /** Of the function: one whole vCPU's worth. */
    private static final int FUNCTION_MEMORY_MIB = 1_769;

    private static final Duration FUNCTION_TIMEOUT = Duration.ofMinutes(2);

    /**
     * Here all hosts die together, and whoever starts them again waits for what they had claimed. A
     * request takes milliseconds, so that a claim is renewed in time.
     */
    private static final Duration LEASE = Duration.ofSeconds(5);

    private final Instant started = Instant.now();
    private final RunOptions options;
    private final RunView view;
    private final JobRuntime jobs;
    private final Twin twin;
    private final Path scratch;
    private final Deployment deployment;
    private final RouterFunction router;
    private final FunctionHost function;
    private final LocalMonitoring monitoring;
    private final ObjectStore store;
    private final OutputFolder outputs;
    private final Path events;
    private final RunLoop loop;
    private final Schedule schedule;

    /**
     * Starts everything.
     *
     * @throws MistakenDefinition if the pipeline's definition is
     * @throws IOException if the directory holds no pipeline, its state is in use, or can't be
     *     written
     */
    public static LocalRun start(RunOptions options, RunView view) throws IOException {
        if (options.fresh()) {
            StateDirectory.remove(options.state());
        }
        Files.createDirectories(options.state());
        return new LocalRun(options, view, Checked.of(options.directory()));
    }

    /** A definition as it was written and as it is understood. */
    private record Checked(PipelineDefinition definition, JsonObject document) {

        static Checked of(Path directory) throws IOException {
            var file = directory.resolve("pipeline.yaml");
            if (!Files.isRegularFile(file)) {
                throw new IOException(
                        "Cannot run %s: it holds no pipeline.yaml. Name a directory that does, such as examples/weather."
                                .formatted(directory));
            }
            return switch (DefinitionFile.read(file, BuiltInStages.catalogue())) {
                case DefinitionReader.Result.Mistaken mistaken ->
                        throw new MistakenDefinition(mistaken);
                case DefinitionReader.Result.Checked(var definition) ->
                        new Checked(
                                definition,
                                (JsonObject)
                                        YamlDocument.read(Files.readAllBytes(file))
                                                .root()
                                                .orElseThrow());
            };
        }
    }

    private LocalRun(RunOptions options, RunView view, Checked checked) throws IOException {
        this.options = options;
        this.view = view;
        var name = checked.definition().name();
        var images = images(options, checked.definition());
        jobs = jobs(options, checked.definition(), images);
        var preparation = Preparation.start(options.directory(), options.folder(), options.state());
        twin = Twin.start(options.state(), faults(options), jobs, name + "-intake");
        // Jobs that a killed run left are dead by now, and new ones wait to be told the endpoints.
        scratch = StateDirectory.emptied(options.state().resolve("scratch"));
        jobs.pointTo(twin.endpoints());
        Clients.pointTo(twin.endpoints());
        var clients = Clients.create();
        deployment =
                new Deployer(clients)
                        .deploy(
                                checked.definition(),
                                checked.document(),
                                images,
                                options.maxVcpus(),
                                (int) FUNCTION_TIMEOUT.toSeconds());
        store = new S3ObjectStore(clients.s3());
        outputs = OutputFolder.in(options.state(), store);
        events = options.state().resolve("events.jsonl");
        var feed =
                EventFeed.subscribe(
                        clients.sqs(),
                        clients.sns(),
                        name + "-run-events",
                        deployment.phasesTopicArn(),
                        events);
        router = router();
        function = new FunctionHost(router, functionConfiguration(name), clients.sqs());
        function.start();
        monitoring =
                LocalMonitoring.start(
                        twin,
                        clients,
                        deployment,
                        checked.definition(),
                        store,
                        options.webhook(),
                        FUNCTION_MEMORY_MIB,
                        options.state());
        var folder = new DropFolder(options.folder(), deployment.dropBucket(), clients.s3());
        loop = new RunLoop(preparation, folder, feed, outputs, store, view, this::isIdle);
        view.started(
                new RunInfo(
                        name,
                        options.folder(),
                        twin.endpoints(),
                        deployment.dropBucket(),
                        deployment.places().outputBucket(),
                        deployment.phasesTopicArn(),
                        options.state()));
        loop.start();
        schedule = Schedule.start(clients.sqs(), deployment, options.looks(), Clock.systemUTC());
    }

    private static JobImages images(RunOptions options, PipelineDefinition definition)
            throws IOException {
        return switch (options.jobs()) {
            case JobHosting.Processes() -> JobProcesses.images(definition);
            case JobHosting.Containers(var named) -> JobContainers.images(definition, named);
        };
    }

    private static JobRuntime jobs(
            RunOptions options, PipelineDefinition definition, JobImages images)
            throws IOException {
        return switch (options.jobs()) {
            case JobHosting.Processes() -> new JobProcesses(options.directory());
            case JobHosting.Containers(var _) ->
                    JobContainers.start(definition, images, options.state());
        };
    }

    private static Faults faults(RunOptions options) {
        return options.faultSeed().isPresent()
                ? Faults.seeded(options.faultSeed().getAsLong(), options.faultRates())
                : Faults.none();
    }

    private RouterFunction router() throws IOException {
        var environment = new HashMap<>(deployment.functionEnvironment(FUNCTION_MEMORY_MIB));
        environment.put(Settings.LEASE_VARIABLE, Long.toString(LEASE.toSeconds()));
        environment.put(
                Settings.STUCK_AFTER_VARIABLE,
                Long.toString(options.looks().stuckAfter().toSeconds()));
        var settings = Settings.of(environment);
        return new RouterFunction(
                settings,
                RouterFunction.onAws(settings),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                scratch);
    }

    private FunctionConfiguration functionConfiguration(String name) {
        return new FunctionConfiguration(
                name + "-router",
                FUNCTION_TIMEOUT,
                FUNCTION_MEMORY_MIB,
                deployment.mappings(Math.max(2, options.concurrency())),
                options.state().resolve("function.log"));
    }

    /** Whether nothing is under way anywhere between the drop bucket and the topic. */
    private boolean isIdle() {
        var before = twin.activity();
        return twin.isIdle()
                && twin.messages(deployment.pipeline() + "-intake") == 0
                && twin.messages(deployment.pipeline() + "-submissions") == 0
                && function.inFlight() == 0
                && monitoring.isIdle()
                && twin.messages(deployment.pipeline() + "-run-events") == 0
                && twin.isIdle()
                && twin.activity() == before;
    }

    /**
     * Waits until every file of the folder has been dropped and all that followed from it has
     * ended.
     */
    public void untilIdle() throws InterruptedException, IOException {
        loop.untilIdle();
    }

    /** Waits until the calling thread is interrupted. */
    public void untilInterrupted() throws InterruptedException, IOException {
        loop.untilInterrupted();
    }

    /** What there is to show by now, over all runs that this state has seen. */
    public RunReport report() throws IOException {
        return new RunReport(
                new LedgerReport(store, deployment.places()).ends(),
                deadLetters(),
                Duration.between(started, Instant.now()),
                outputs.directory(),
                events);
    }

    private int deadLetters() {
        return (int)
                (twin.messages(deployment.pipeline() + "-intake-dead-letters")
                        + twin.messages(deployment.pipeline() + "-submissions-dead-letters"));
    }

    @Override
    public void close() throws IOException {
        schedule.close();
        loop.close();
        function.close();
        monitoring.close();
        router.close();
        keepRates();
        twin.close();
        jobs.close();
    }

    /** For {@code explain}, which may be asked when S3 is gone. */
    private void keepRates() {
        try {
            var learned = new RateStore(store, deployment.places().workBucket()).newest();
            RatesFile.write(options.state(), learned.rates());
        } catch (IOException e) {
            LOG.log(Level.INFO, "Learned rates are not kept for explain: {0}", e.getMessage());
        }
    }
}

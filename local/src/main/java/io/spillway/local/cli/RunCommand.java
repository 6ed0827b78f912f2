package io.spillway.local.cli;

import io.spillway.local.cli.LocalRuns.ActiveRun;
import io.spillway.local.fault.FaultKind;
import io.spillway.local.page.PageSubject;
import io.spillway.local.page.Report;
import io.spillway.local.run.JobHosting;
import io.spillway.local.run.RunOptions;
import io.spillway.local.view.JsonView;
import io.spillway.local.view.LiveView;
import io.spillway.local.view.PlainView;
import io.spillway.local.view.RunReport;
import io.spillway.local.view.RunView;
import io.spillway.local.view.TerminalWindow;
import io.spillway.local.view.Verdict;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a pipeline on this machine and shows what happens. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Run a pipeline on this machine: S3, SQS, SNS, Batch and the function host on loopback, no AWS account.",
            "Files of the folder are uploaded as they appear. Everything is kept in the state directory: stop at any"
                    + " moment, start again, nothing is lost."
        },
        footer = {
            "",
            "Ctrl-C stops it and prints the summary.",
            "",
            "Exit status:",
            "  0   every upload was accounted for: each of its work items succeeded, was ignored, or was",
            "      rejected for what is in the file; rejected files are your data, not a failure of the run",
            "  1   a work item failed for another reason (bug, configuration, job-failed, transient), or",
            "      has not ended, or a message is in the dead-letter queue; or the run couldn't start",
            "  2   the command line is wrong",
            "  130 Ctrl-C before a run with --once was done"
        })
final class RunCommand implements Callable<Integer> {

    /** How often each kind of fault strikes where only a seed is given. */
    static final double DEFAULT_FAULT_RATE = 0.05;

    private final Console console;
    private final LocalRuns runs;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "DIRECTORY",
            description = "Holds pipeline.yaml, such as examples/weather.")
    private Path directory;

    @Option(
            names = "--once",
            description = "Stop when every file has been uploaded and nothing is left to do.")
    private boolean once;

    @Option(names = "--fresh", description = "Forget what earlier runs kept.")
    private boolean fresh;

    @ArgGroup private Shape shape = new Shape();

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Whose files are uploaded. Default: incoming in DIRECTORY.")
    private Optional<Path> folder;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where everything is kept. Default: .spillway in DIRECTORY.")
    private Optional<Path> state;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "" + RunOptions.CONCURRENCY,
            description =
                    "Invocations of the function at once, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int concurrency;

    @Option(
            names = "--max-vcpus",
            paramLabel = "N",
            description =
                    "vCPUs that Batch jobs may take together, 1 to 1000. Default: the processors of this machine, at least 2.")
    private int maxVcpus = RunOptions.vcpusOfThisMachine();

    @Option(
            names = "--faults",
            paramLabel = "SEED",
            description =
                    "Misbehave on purpose, as the services may. The same seed gives the same faults; each kind strikes"
                            + " at a rate of 0.05 unless --fault says otherwise.")
    private Optional<Long> faults;

    @Option(
            names = "--fault",
            paramLabel = "KIND=RATE",
            description =
                    "How often one kind of fault strikes, 0 to 1: duplicate, delay, throttle, lost-response, killed-job,"
                            + " reclaimed-job, starved-queue. Can be repeated; the kinds not named then never strike.")
    private Map<String, Double> fault = new LinkedHashMap<>();

    @Option(
            names = "--ui",
            description =
                    "Serve a page that shows the run, on 127.0.0.1; the address is printed. Ends with the run.")
    private boolean ui;

    @Mixin private PageOptions page;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "After the run, write the page as one HTML file that needs nothing else.")
    private Optional<Path> report;

    @Option(
            names = "--containers",
            description =
                    "Run Batch jobs in containers of docker or podman, as they run on AWS, not as processes.")
    private boolean containers;

    @Option(
            names = "--image",
            paramLabel = "PHASE=REF",
            description =
                    "With --containers: the image of a phase's jobs, or of all others where PHASE is default. Can be repeated."
                            + " Default: spillway/job-runner of this version; a phase with a legacy program needs one.")
    private Map<String, String> images = new LinkedHashMap<>();

    @Option(
            names = "--notify",
            paramLabel = "URL",
            description =
                    "Post to this webhook what failed, is stuck or recovered: https, or http on 127.0.0.1.")
    private Optional<URI> notify = Optional.empty();

    /** How the run is shown. */
    private static final class Shape {
        @Option(
                names = "--json",
                description =
                        "One JSON object per line: the phase events as they are, and a summary.")
        private boolean json;

        @Option(names = "--plain", description = "One line per event, also on a terminal.")
        private boolean plain;
    }

    RunCommand(Console console, LocalRuns runs) {
        this.console = console;
        this.runs = runs;
    }

    @Override
    public Integer call() throws IOException {
        var options = options();
        options.faultSeed()
                .ifPresent(
                        seed ->
                                console.error(
                                        "Misbehaving on purpose; --faults "
                                                + seed
                                                + " does it again."));
        if (report.isPresent()) {
            Report.check(report.get());
        }
        try (var view = view()) {
            var watched = watchWithPage(options, view);
            view.finished(watched.report());
            if (report.isPresent()) {
                new Report(subject(options)).write(report.get(), console.clock().instant());
                console.notice("Report: " + report.get());
            }
            if (!shape.json) {
                NextSteps.lines(options, watched.report())
                        .forEach(line -> console.out().println(console.style().safe(line)));
            }
            return watched.wasCutShort()
                    ? ExitCode.INTERRUPTED
                    : Verdict.of(watched.report()).exitStatus();
        }
    }

    /** What a run has to show for itself, and whether it was stopped before it was done. */
    private record Watched(RunReport report, boolean wasCutShort) {}

    private Watched watchWithPage(RunOptions options, RunView view) throws IOException {
        if (!ui && !page.isNamed()) {
            return watch(options, view);
        }
        try (var _ = page.serve(subject(options), console, spec)) {
            return watch(options, view);
        }
    }

    private static PageSubject subject(RunOptions options) throws IOException {
        return UiCommand.subject(options.directory(), options.state(), BuiltInStages.catalogue());
    }

    private Watched watch(RunOptions options, RunView view) throws IOException {
        try (var run = runs.start(options, view)) {
            var wasCutShort = waitFor(run);
            return new Watched(run.report(), wasCutShort);
        }
    }

    private boolean waitFor(ActiveRun run) throws IOException {
        try {
            if (once) {
                run.untilIdle();
            } else {
                run.untilInterrupted();
            }
            return false;
        } catch (InterruptedException e) {
            // Watching has no other end; a run with --once has.
            return once;
        }
    }

    private RunView view() {
        if (shape.json) {
            return new JsonView(console.json());
        }
        if (console.terminal()
                && !shape.plain
                && !"dumb".equals(console.environment().get("TERM"))) {
            return new LiveView(
                    console.out(),
                    console.style(),
                    console.clock(),
                    TerminalWindow.ofStandardOutput());
        }
        return new PlainView(console.out(), console.style(), console.clock());
    }

    private RunOptions options() {
        var home = Places.pipelineDirectory(directory);
        var options =
                RunOptions.of(home)
                        .fresh(fresh)
                        .concurrency(within("--concurrency", concurrency))
                        .maxVcpus(within("--max-vcpus", maxVcpus))
                        .faults(seed(), rates())
                        .jobs(jobs());
        folder.map(Places::absolute).ifPresent(options::folder);
        state.map(Places::absolute).ifPresent(options::state);
        webhook().ifPresent(options::webhook);
        return options.build();
    }

    private JobHosting jobs() {
        if (!containers && !images.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Option --image is of no use without --containers: jobs are processes then.");
        }
        return containers ? new JobHosting.Containers(images) : new JobHosting.Processes();
    }

    private Optional<URI> webhook() {
        notify.filter(url -> !isWebhook(url))
                .ifPresent(
                        url -> {
                            throw new ParameterException(
                                    spec.commandLine(),
                                    "Option --notify is \"%s\": expected https://..., or http://127.0.0.1:port/..."
                                            .formatted(url));
                        });
        return notify;
    }

    private static boolean isWebhook(URI url) {
        return url.getHost() != null
                && ("https".equals(url.getScheme())
                        || "http".equals(url.getScheme()) && "127.0.0.1".equals(url.getHost()));
    }

    private int within(String option, int number) {
        if (number < 1 || number > 1000) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Option %s is %d: expected 1 to 1000.".formatted(option, number));
        }
        return number;
    }

    private OptionalLong seed() {
        if (faults.isPresent()) {
            return OptionalLong.of(faults.get());
        }
        return fault.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(console.clock().millis() % 1_000_000);
    }

    private Map<FaultKind, Double> rates() {
        if (fault.isEmpty()) {
            return faults.isPresent() ? FaultRates.everyKind(DEFAULT_FAULT_RATE) : Map.of();
        }
        try {
            return FaultRates.of(fault);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}

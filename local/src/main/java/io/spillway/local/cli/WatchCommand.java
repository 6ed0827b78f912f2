package io.spillway.local.cli;

import io.spillway.local.stack.Services;
import io.spillway.local.stack.Stack;
import io.spillway.local.view.JsonView;
import io.spillway.local.view.LiveView;
import io.spillway.local.view.PlainView;
import io.spillway.local.view.RunView;
import io.spillway.local.view.TerminalWindow;
import io.spillway.local.watch.Gate;
import io.spillway.local.watch.Gate.Until;
import io.spillway.local.watch.Gate.Verdict;
import io.spillway.local.watch.PhasesFeed;
import io.spillway.local.watch.WatchFilter;
import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows live what a deployed pipeline's topic tells, and waits for endings. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Show what a pipeline does as it happens: subscribes a queue to its phases topic, and removes both at the"
                    + " end.",
            "With --until it is a gate for scripts: it ends when work items have. What happened before it watched it"
                    + " doesn't know: start it first, wait for the line \"Watching\", then upload."
        },
        footer = {
            "",
            "  ./spillway watch --pipeline examples/weather",
            "  ./spillway watch --stack dev --status failed,stuck --json",
            "  ./spillway watch --stack dev --upload incoming/a.zip --phase report --until succeeded --timeout 10m",
            "",
            "Exit status:",
            "  0   the gate opened; or it had none and was ended by Ctrl-C or --timeout",
            "  1   a work item ended otherwise than --until wants; or the topic can't be watched",
            "  2   the command line is wrong",
            "  124 the gate had not opened after --timeout",
            "  130 Ctrl-C before the gate opened"
        })
final class WatchCommand implements Callable<Integer> {

    /** How often the table of a terminal moves. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final Console console;

    @Spec private CommandSpec spec;

    @Mixin private StackOptions stacks = new StackOptions();

    @Option(
            names = "--topic-arn",
            paramLabel = "ARN",
            description = "Of the phases topic to watch, wherever it came from.")
    private Optional<String> topicArn;

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            split = ",",
            description = "Only these phases. Can be repeated.")
    private Set<String> phases = Set.of();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description =
                    "Only these: routed, started, progressed, succeeded, failed, skipped, stuck, recovered. Can be"
                            + " repeated.")
    private Set<String> statuses = Set.of();

    @Option(
            names = "--upload",
            paramLabel = "KEY",
            description =
                    "Only what comes of the upload with this key, or of all below it if it ends with /. Also as"
                            + " s3://bucket/key.")
    private Optional<String> upload;

    @Option(
            names = "--until",
            paramLabel = "ENDING",
            description =
                    "End when work items that match have: succeeded, each of them, or terminal, however it was.")
    private Optional<Until> until;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Work items that --until waits for. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "End after this time at the latest, such as 90s, 10m, 2h.")
    private Optional<String> timeout;

    @ArgGroup private Shape shape = new Shape();

    /** How it is shown. */
    private static final class Shape {
        @Option(names = "--json", description = "One JSON object per line: the events as they are.")
        private boolean json;

        @Option(names = "--plain", description = "One line per event, also on a terminal.")
        private boolean plain;
    }

    WatchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var filter = filter();
        var deadline = timeout.map(this::duration).map(console.clock().instant()::plus);
        var gate = until.map(this::gate);
        try (var services = services();
                var view = view();
                var feed =
                        PhasesFeed.of(
                                services.clients(),
                                services.topicArn(),
                                filter.policy(gate.isPresent() ? Gate.STATUSES : List.of()),
                                console.clock())) {
            console.err().println("Watching " + console.errorStyle().safe(services.topicArn()));
            console.err().flush();
            return watch(feed, filter, gate, deadline, view);
        }
    }

    /** The topic to watch, and how it is reached. */
    private record Watched(String topicArn, Services clients) implements AutoCloseable {
        @Override
        public void close() {
            clients.close();
        }
    }

    private Watched services() throws IOException, InterruptedException {
        if (topicArn.isEmpty()) {
            var reached = stacks.reach(console.environment());
            return new Watched(reached.stack().phasesTopicArn(), reached.services());
        }
        try {
            var region = Stack.regionOf(topicArn.get());
            return new Watched(topicArn.get(), Services.ofEnvironment(Optional.of(region)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "Option --topic-arn: " + e.getMessage(), e);
        }
    }

    private int watch(
            PhasesFeed feed,
            WatchFilter filter,
            Optional<Gate> gate,
            Optional<Instant> deadline,
            RunView view)
            throws IOException {
        try {
            while (deadline.isEmpty() || console.clock().instant().isBefore(deadline.get())) {
                var event = feed.next(TICK);
                event.filter(filter::shows).ifPresent(told -> show(told, view));
                view.tick();
                var verdict = event.filter(filter::matches).flatMap(told -> after(told, gate));
                if (verdict.isPresent()) {
                    return status(verdict.get());
                }
            }
            return gate.map(this::late).orElse(ExitCode.DONE);
        } catch (InterruptedException e) {
            return gate.isPresent() ? ExitCode.INTERRUPTED : ExitCode.DONE;
        }
    }

    private static void show(CloudEvent told, RunView view) {
        switch (told) {
            case PhaseEvent event -> view.happened(event);
            case Notice notice -> view.noticed(notice);
        }
    }

    private static Optional<Verdict> after(CloudEvent told, Optional<Gate> gate) {
        return told instanceof PhaseEvent event
                ? gate.flatMap(each -> each.after(event))
                : Optional.empty();
    }

    private int status(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Open() -> ExitCode.DONE;
            case Verdict.Shut(var why) -> {
                console.error(why);
                yield ExitCode.FAILED;
            }
        };
    }

    private int late(Gate gate) {
        console.error(
                "After %s %d of %d work items had ended as wanted. Watch longer with --timeout, or look without --until what they wait for."
                        .formatted(timeout.orElseThrow(), gate.ended(), count));
        return ExitCode.TIMED_OUT;
    }

    private RunView view() {
        if (shape.json) {
            return new JsonView(console.json());
        }
        return console.terminal()
                        && !shape.plain
                        && !"dumb".equals(console.environment().get("TERM"))
                ? new LiveView(
                        console.out(),
                        console.style(),
                        console.clock(),
                        TerminalWindow.ofStandardOutput())
                : new PlainView(console.out(), console.style(), console.clock());
    }

    private WatchFilter filter() {
        for (var status : statuses) {
            if (!WatchFilter.STATUSES.contains(status)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Option --status is \"%s\": expected %s."
                                .formatted(status, String.join(", ", WatchFilter.STATUSES)));
            }
        }
        return new WatchFilter(phases, statuses, upload.map(WatchCommand::key));
    }

    private static String key(String upload) {
        return upload.startsWith("s3://") ? Subject.location(upload).key() : upload;
    }

    private Gate gate(Until wanted) {
        if (count < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Option --count is %d: expected 1 or more.".formatted(count));
        }
        return new Gate(wanted, count);
    }

    private Duration duration(String text) {
        return Durations.tryParse(text)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "Option --timeout is \"%s\": expected a number and a unit, such as 10m."
                                                .formatted(text)));
    }
}

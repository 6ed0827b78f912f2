package io.spillway.local.cli;

import io.spillway.local.replay.Candidate;
import io.spillway.local.replay.Replay;
import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.work.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has work done once more that failed. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Run work again that failed, with the definition that is in force now. Asks the router of a deployed"
                    + " pipeline; ./spillway watch shows what becomes of it.",
            "An object that the pipeline never heard of is taken up as if it had just been uploaded."
        },
        footer = {
            "",
            "  ./spillway replay s3://weather-drop/incoming/a.csv --phase convert",
            "  ./spillway replay --failed --since 2h --kind bug --dry-run",
            "  ./spillway replay --stack prod --item 4f2c…",
            "",
            "Exit status: 0 if it was asked for, or with --dry-run listed; 1 if there is nothing to replay, or",
            "it was refused, by the command or by you; 2 if the command line is wrong."
        })
final class ReplayCommand implements Callable<Integer> {

    private final Console console;
    private final InputStream in;

    @Spec private CommandSpec spec;

    /** What to run again. */
    private static final class What {
        @Parameters(paramLabel = "s3://…", description = "What read this object.")
        private Optional<String> object = Optional.empty();

        @Option(names = "--item", paramLabel = "ID", description = "The work item with this id.")
        private Optional<String> item = Optional.empty();

        @Option(names = "--failed", description = "All that failed, unless it was repeated since.")
        private boolean failed;

        @Option(
                names = "--dead-letters",
                description =
                        "The messages of the dead-letter queues: they go back to where they came from.")
        private boolean deadLetters;
    }

    @ArgGroup(multiplicity = "1")
    private What what;

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            description = "Of an object: only what this phase made of it.")
    private Optional<String> phase;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "With --failed: what failed within this time. Default: ${DEFAULT-VALUE}.")
    private String since;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description =
                    "With --failed: only failures of this kind, such as bug, configuration, job-failed.")
    private Optional<String> kind;

    @Option(names = "--again", description = "Also what did not fail.")
    private boolean again;

    @Option(names = "--dry-run", description = "Only list what would run again.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Don't ask, however many there are.")
    private boolean yes;

    @Mixin private StackOptions stacks = new StackOptions();

    /**
     * @param in where a person's answers come from
     */
    ReplayCommand(Console console, InputStream in) {
        this.console = console;
        this.in = in;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var kinds = kind.map(this::kind);
        var time = duration();
        try (var reached = stacks.reach(console.environment())) {
            var replay = new Replay(reached.stack(), reached.services());
            if (what.deadLetters) {
                return redrive(replay);
            }
            if (what.object.isPresent()) {
                return object(replay, what.object.get());
            }
            var found =
                    what.failed
                            ? replay.failed(console.clock().instant().minus(time), kinds)
                            : replay.item(what.item.orElseThrow()).stream().toList();
            if (found.isEmpty()) {
                throw new CommandFailed(
                        what.failed
                                ? "There is nothing to replay: no work item failed within %s that was not repeated since. Look further back with --since."
                                        .formatted(since)
                                : "Cannot replay %s: the ledger has no such work item. Its events have the id as data.item.id."
                                        .formatted(what.item.get()));
            }
            return all(replay, found);
        }
    }

    private int redrive(Replay replay) throws IOException {
        if (!dryRun) {
            replay.redriveDeadLetters();
        }
        say(
                dryRun
                        ? "The messages of both dead-letter queues would go back."
                        : "The messages of both dead-letter queues go back to where they came from.");
        return ExitCode.DONE;
    }

    private int object(Replay replay, String uri) throws IOException {
        var object =
                replay.current(Subject.location(uri))
                        .orElseThrow(
                                () ->
                                        new CommandFailed(
                                                "Cannot replay %s: there is no such object. Name one that is there, or a work item with --item."
                                                        .formatted(uri)));
        var found = replay.object(object, phase);
        if (!found.isEmpty()) {
            return all(replay, found);
        }
        if (phase.isPresent() || !replay.isDropped(object)) {
            throw new CommandFailed(
                    "Cannot replay %s: %s never read this version of it. Leave out --phase, or look at its events."
                            .formatted(
                                    uri,
                                    phase.map(name -> "phase " + name).orElse("the pipeline")));
        }
        if (!dryRun) {
            replay.sendUpload(object);
        }
        say(
                "The pipeline never heard of %s: it %s as if it had just been uploaded."
                        .formatted(object, dryRun ? "would be taken up" : "is taken up"));
        return ExitCode.DONE;
    }

    private int all(Replay replay, List<Candidate> found) throws IOException {
        var allowed = new ArrayList<Candidate>();
        for (var candidate : found) {
            candidate.refusal(again).ifPresentOrElse(console::error, () -> allowed.add(candidate));
        }
        allowed.forEach(candidate -> say(candidate.line()));
        if (allowed.isEmpty()) {
            return ExitCode.FAILED;
        }
        if (dryRun) {
            say("%d would run again.".formatted(allowed.size()));
            return ExitCode.DONE;
        }
        if (allowed.size() > 1 && console.terminal() && !yes && !isAgreed(allowed.size())) {
            console.error("Nothing was replayed.");
            return ExitCode.FAILED;
        }
        replay.send(allowed, again);
        say("%d asked for.".formatted(allowed.size()));
        return ExitCode.DONE;
    }

    private boolean isAgreed(int count) throws IOException {
        console.out().print("Run %d work items again? [y/N] ".formatted(count));
        console.out().flush();
        var answer =
                new BufferedReader(new InputStreamReader(in, console.out().charset())).readLine();
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }

    private void say(String line) {
        console.out().println(console.style().safe(line.lines().findFirst().orElse("")));
        console.out().flush();
    }

    private Failure.Kind kind(String word) {
        return Arrays.stream(Failure.Kind.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "Option --kind is \"%s\": expected %s."
                                                .formatted(
                                                        word,
                                                        String.join(
                                                                ", ",
                                                                Arrays.stream(Failure.Kind.values())
                                                                        .map(Failure.Kind::word)
                                                                        .toList()))));
    }

    private Duration duration() {
        return Durations.tryParse(since)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "Option --since is \"%s\": expected a number and a unit, such as 2h."
                                                .formatted(since)));
    }
}

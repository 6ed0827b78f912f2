package io.spillway.local.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Lets faults befall jobs in containers at random moments, and compares what is left in the end
 * with what a run leaves that nobody disturbed.
 *
 * <p>The seed decides the moments, counted from the start of each container; what the container is
 * doing then is for the machine to decide. Exits 0 if nothing was lost, doubled or changed;
 * otherwise it exits 1, and the directory with all states and logs stays.
 */
final class ContainerFaultTest {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ContainerFaultOptions options;
    private final Path directory;
    private final Path pipeline;
    private final Path timed;
    private final SplittableRandom random;
    private Facts expected;

    private ContainerFaultTest(ContainerFaultOptions options, Path directory) {
        this.options = options;
        this.directory = directory;
        this.pipeline = directory.resolve("pipeline");
        this.timed = directory.resolve("pipeline-timed");
        this.random = new SplittableRandom(options.seed());
    }

    public static void main(String[] arguments) throws Exception {
        ContainerFaultOptions options;
        try {
            options = ContainerFaultOptions.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    private static boolean run(ContainerFaultOptions options)
            throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("spillway-faults-");
        System.out.printf("seed %d, %s%n", options.seed(), new TreeMap<>(options.numbers()));
        var wrong = new ContainerFaultTest(options, directory).run();
        wrong.forEach(System.out::println);
        if (wrong.isEmpty()) {
            remove(directory);
            return true;
        }
        System.out.printf(
                "FAILED with seed %d: %d things are wrong. States and logs are in %s%n",
                options.seed(), wrong.size(), directory);
        return false;
    }

    private static void remove(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<String> run() throws IOException, InterruptedException {
        // As short as AWS allows where time is what runs out, and on a busy machine only there.
        var image = ContainerWorkload.image();
        ContainerWorkload.prepare(pipeline, options.jobs(), "30m", image);
        ContainerWorkload.prepare(timed, options.jobs(), "1m", image);
        var state = directory.resolve("undisturbed");
        var run = start(pipeline, state, List.of("--max-vcpus", "" + options.vcpus()));
        if (!endsWith(run, 0)) {
            return List.of("The undisturbed run didn't succeed: " + run.lastLine());
        }
        expected = Aftermath.of(state, ContainerWorkload.NAME);
        var wrong = new ArrayList<>(broken(expected));
        System.out.printf(
                "undisturbed: %d work items, %d outputs, %.1f s%n",
                expected.histories().size(),
                expected.outputs().size(),
                run.age().toMillis() / 1000.0);
        for (var fault : ContainerFault.values()) {
            if (wrong.isEmpty()) {
                wrong.addAll(disturb(fault));
            }
        }
        return wrong;
    }

    private List<String> disturb(ContainerFault fault) throws IOException, InterruptedException {
        var begin = System.nanoTime();
        var done = 0;
        var rounds = 0;
        while (done < options.numbers().get(fault)) {
            var state = directory.resolve("%s-%02d".formatted(fault, ++rounds));
            var round = round(fault, state, options.numbers().get(fault) - done);
            done += round.struck();
            if (!round.wrong().isEmpty()) {
                return round.wrong().stream()
                        .map(sentence -> "%s-%02d: %s".formatted(fault, round(state), sentence))
                        .toList();
            }
        }
        System.out.printf(
                "%s: %d in %d rounds and %d s, 0 things wrong%n",
                fault, done, rounds, Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        return List.of();
    }

    private static int round(Path state) {
        return Integer.parseInt(state.getFileName().toString().replaceAll("\\D+", ""));
    }

    private record Round(int struck, List<String> wrong) {}

    private Round round(ContainerFault fault, Path state, int wanted)
            throws IOException, InterruptedException {
        var definition = fault == ContainerFault.TIME ? timed : pipeline;
        var run = start(definition, state, runOptions(fault, wanted));
        var striker = new ContainerStriker(fault, wanted, random);
        if (fault != ContainerFault.SPOT) {
            striker.strike(run, state);
        }
        if (run.awaitExit(PATIENCE).isEmpty()) {
            run.killTree();
            return new Round(0, List.of("The run isn't done: " + run.lastLine()));
        }
        var facts = Aftermath.of(state, ContainerWorkload.NAME);
        var attempts = JobAttempts.in(state, ContainerWorkload.NAME);
        var struck = (int) attempts.endedBy(fault);
        var wrong = new ArrayList<>(broken(facts));
        wrong.addAll(attempts.wrong());
        wrong.addAll(JobContainer.of(state).stream().map(left -> left + " is left.").toList());
        wrong.addAll(
                JobContainer.volumes(state).stream()
                        .map(left -> "Volume " + left + " is left.")
                        .toList());
        var differences = Promises.differences(expected, facts);
        if (fault == ContainerFault.TIME) {
            wrong.addAll(unexplained(differences, facts, struck));
        } else {
            wrong.addAll(differences);
        }
        System.out.printf(
                "%s: %d of %d attempts struck%s, at most %d for a job; %d work items, %d outputs, %d terminal events, %d wrong, %.1f s%n",
                state.getFileName(),
                struck,
                attempts.jobs().stream().mapToInt(job -> job.attempts().size()).sum(),
                striker.told(),
                attempts.most(),
                facts.histories().size(),
                facts.outputs().size(),
                facts.events().stream().filter(event -> event.happening().isTerminal()).count(),
                wrong.size(),
                run.age().toMillis() / 1000.0);
        return new Round(struck, wrong);
    }

    /**
     * A job that took too long isn't tried again, and its work item has failed: that many of them,
     * each without output, are as they should be.
     */
    private static List<String> unexplained(List<String> differences, Facts facts, int struck) {
        var failed =
                differences.stream()
                        .filter(line -> line.matches("work item .*succeeded.*failed as job-failed"))
                        .toList();
        var wrong = new ArrayList<String>();
        if (failed.size() != struck) {
            wrong.add(
                    "%d attempts were over time, and %d work items failed for it."
                            .formatted(struck, failed.size()));
        }
        var absent = differences.stream().filter(line -> line.endsWith("disturbed absent"));
        if (absent.count() + failed.size() != differences.size()) {
            wrong.addAll(differences);
        }
        if (facts.outputs().size() + struck != facts.histories().size()) {
            wrong.add(
                    "%d outputs of %d work items, of which %d failed."
                            .formatted(facts.outputs().size(), facts.histories().size(), struck));
        }
        return wrong;
    }

    private List<String> runOptions(ContainerFault fault, int wanted) {
        return switch (fault) {
            case KILL, MEMORY -> List.of("--max-vcpus", "" + options.vcpus());
            // Those that stand still take no time from the others.
            case TIME -> List.of("--max-vcpus", "" + Math.max(2, options.jobs()));
            case SPOT ->
                    List.of(
                            "--max-vcpus",
                            "" + options.vcpus(),
                            "--faults",
                            "" + random.nextInt(1_000_000),
                            "--fault",
                            "reclaimed-job=" + (wanted < options.jobs() ? "0.3" : "0.7"));
        };
    }

    private RunProcess start(Path definition, Path state, List<String> more) throws IOException {
        var all = new ArrayList<>(List.of("--containers", "--concurrency", "4"));
        all.addAll(more);
        var log = state.resolveSibling(state.getFileName() + ".log");
        return RunProcess.start(options.jar(), definition, state, log, all);
    }

    private static boolean endsWith(RunProcess run, int status) throws InterruptedException {
        var exit = run.awaitExit(PATIENCE);
        return exit.isPresent() && exit.getAsInt() == status;
    }

    private List<String> broken(Facts facts) throws IOException {
        return Promises.broken(Aftermath.definition(pipeline), facts);
    }
}

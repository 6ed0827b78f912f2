package io.spillway.local.kill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One life of a state directory: a run from nothing to the end, however often it is killed. */
final class Round {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /**
     * How a round went.
     *
     * @param recovery from the last kill to the end
     */
    record Ended(List<Target> kills, Duration recovery, Duration took) {
        Ended {
            kills = List.copyOf(kills);
        }
    }

    /** A run that didn't come to a good end once it was left in peace. */
    static final class Stuck extends Exception {
        Stuck(String message) {
            super(message);
        }
    }

    private final Path jar;
    private final Path pipeline;
    private final Path directory;
    private final Path state;
    private final PrintStream out;
    private final Set<Long> sessions = new HashSet<>();

    /**
     * @param pipeline the pipeline's directory
     * @param directory for the state and the logs; made here
     */
    Round(Path jar, Path pipeline, Path directory, PrintStream out) throws IOException {
        this.jar = jar;
        this.pipeline = pipeline;
        this.directory = Files.createDirectories(directory);
        this.state = directory.resolve("state");
        this.out = out;
    }

    /**
     * Runs to the end, which may come before all kills were made.
     *
     * @param firstKill the number of this round's first kill
     * @param mostKills how often the run is killed before it is left in peace
     */
    Ended run(Striker striker, int firstKill, int mostKills)
            throws Stuck, IOException, InterruptedException {
        var begin = System.nanoTime();
        var lastKill = begin;
        var kills = new ArrayList<Target>();
        var run = start();
        try {
            while (kills.size() < mostKills) {
                var strike = striker.strike(run);
                if (strike.isEmpty()) {
                    break;
                }
                lastKill = System.nanoTime();
                print(firstKill + kills.size(), strike.get());
                kills.add(strike.get().target());
                if (!run.isAlive()) {
                    run = start();
                }
            }
            awaitSuccess(run);
            return new Ended(kills, since(lastKill), since(begin));
        } finally {
            if (run.isAlive()) {
                run.killTree();
            }
        }
    }

    private RunProcess start() throws IOException {
        var log = directory.resolve("run-%02d.log".formatted(sessions.size() + 1));
        var run = RunProcess.start(jar, pipeline, state, log);
        sessions.add(run.id());
        return run;
    }

    private static void awaitSuccess(RunProcess run)
            throws Stuck, IOException, InterruptedException {
        var status = run.awaitExit(PATIENCE);
        if (status.isEmpty()) {
            throw new Stuck(
                    "The run isn't done after %d s in peace. The last it printed: %s"
                            .formatted(PATIENCE.toSeconds(), run.lastLine()));
        }
        if (status.getAsInt() != 0) {
            throw new Stuck(
                    "The run exited %d by itself. The last it printed: %s"
                            .formatted(status.getAsInt(), run.lastLine()));
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void print(int number, Striker.Strike strike) {
        out.printf(
                "kill %3d  %s  %s  %-7s %s, up for %.1f s: %s%n",
                number,
                LocalTime.now().truncatedTo(ChronoUnit.SECONDS),
                directory.getFileName(),
                strike.target(),
                strike.what(),
                strike.up().toMillis() / 1000.0,
                strike.doing());
    }

    /** What is wrong with what is left, a sentence each. */
    List<String> broken(Facts facts) throws IOException {
        var broken = new ArrayList<>(Promises.broken(Aftermath.definition(pipeline), facts));
        Sessions.processes(sessions)
                .forEach(
                        orphan ->
                                broken.add(
                                        "Process %d outlived its run: %s"
                                                .formatted(
                                                        orphan.pid(),
                                                        orphan.info().commandLine().orElse("?"))));
        return broken;
    }

    /** What is left. */
    Facts facts() throws IOException {
        return Aftermath.of(state, Aftermath.definition(pipeline).name());
    }
}

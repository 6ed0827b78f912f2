package io.spillway.local.kill;

import io.spillway.local.kill.Round.Ended;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Kills runs of a pipeline at random moments, starts them again each time, and compares what is
 * left in the end with what a run leaves that nobody disturbed.
 *
 * <p>Exits 0 if nothing was lost, doubled or changed. Otherwise it exits 1, and the directory with
 * all states and logs stays.
 */
final class KillTest {

    /**
     * A job that was killed has used up an attempt, and no job has more than ten: with at most nine
     * kills none can fail for them. Source: AWS Batch API, {@code RetryStrategy}.
     */
    private static final int MOST_KILLS_PER_ROUND = 9;

    private final KillOptions options;
    private final Path directory;
    private final Path pipeline;
    private final PrintStream out;
    private final Striker striker;
    private final Map<Target, Integer> kills = new EnumMap<>(Target.class);
    private Duration slowest = Duration.ZERO;
    private int pendingUploads;

    private KillTest(KillOptions options, Path directory, PrintStream out) {
        this.options = options;
        this.directory = directory;
        this.pipeline = directory.resolve("pipeline");
        this.out = out;
        this.striker = new Striker(options.seed());
    }

    public static void main(String[] arguments) throws Exception {
        KillOptions options;
        try {
            options = KillOptions.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    private static boolean run(KillOptions options)
            throws Round.Stuck, IOException, InterruptedException {
        var directory = Files.createTempDirectory("spillway-kill-");
        System.out.printf("seed %d, %d kills%n", options.seed(), options.kills());
        var wrong = new KillTest(options, directory, System.out).run();
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

    /** What was wrong, a sentence each. Stops after the first round in which anything was. */
    private List<String> run() throws Round.Stuck, IOException, InterruptedException {
        var begin = System.nanoTime();
        Workload.prepare(options.example(), pipeline);
        var undisturbed = round("undisturbed");
        var ended = undisturbed.run(striker, 1, 0);
        var expected = undisturbed.facts();
        var wrong = new ArrayList<>(undisturbed.broken(expected));
        print("undisturbed", expected, ended, wrong);
        var rounds = 0;
        while (wrong.isEmpty() && struck() < options.kills()) {
            wrong.addAll(disturb("round-%02d".formatted(++rounds), expected));
        }
        out.printf(
                "%d kills %s in %d rounds and %d s; at most %.1f s from a round's last kill to its end;"
                        + " %d multipart uploads left pending; %d things wrong%n",
                struck(),
                kills,
                rounds,
                since(begin).toSeconds(),
                slowest.toMillis() / 1000.0,
                pendingUploads,
                wrong.size());
        return wrong;
    }

    private int struck() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    private List<String> disturb(String name, Facts expected)
            throws IOException, InterruptedException {
        var round = round(name);
        var most = Math.min(MOST_KILLS_PER_ROUND, options.kills() - struck());
        Ended ended;
        try {
            ended = round.run(striker, struck() + 1, most);
        } catch (Round.Stuck e) {
            return List.of(name + ": " + e.getMessage());
        }
        ended.kills().forEach(target -> kills.merge(target, 1, Integer::sum));
        slowest = ended.recovery().compareTo(slowest) > 0 ? ended.recovery() : slowest;
        var facts = round.facts();
        pendingUploads += facts.pendingUploads();
        var wrong = round.broken(facts);
        wrong.addAll(Promises.differences(expected, facts));
        print(name, facts, ended, wrong);
        return wrong.stream().map(sentence -> name + ": " + sentence).toList();
    }

    private void print(String name, Facts facts, Ended ended, List<String> wrong) {
        out.printf(
                "%s: %d kills, %d uploads, %d work items, %d outputs, %d terminal events, %d wrong, %.1f s%n",
                name,
                ended.kills().size(),
                facts.uploads().size(),
                facts.histories().size(),
                facts.outputs().size(),
                facts.events().stream().filter(event -> event.happening().isTerminal()).count(),
                wrong.size(),
                ended.took().toMillis() / 1000.0);
    }

    private Round round(String name) throws IOException {
        return new Round(options.jar(), pipeline, directory.resolve(name), out);
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}

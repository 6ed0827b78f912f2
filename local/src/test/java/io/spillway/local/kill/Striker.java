package io.spillway.local.kill;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Kills a run, or a part of it, at a moment that nobody chose.
 *
 * <p>The seed decides targets and waits. What the run is doing when the wait is over is for the
 * machine to decide, so a seed repeats the kills and not their every effect.
 */
final class Striker {

    private static final int WAIT_FOR_START_MILLIS = 20_000;
    private static final int WAIT_FOR_JOB_MILLIS = 6_000;
    private static final int LOOK_MILLIS = 20;

    /**
     * @param what was killed
     * @param up how long the program had been running
     * @param doing the last thing that it had printed
     */
    record Strike(Target target, String what, Duration up, String doing) {}

    private interface Condition {
        boolean holds() throws IOException;
    }

    private final SplittableRandom random;

    Striker(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /**
     * Waits for a random time and kills.
     *
     * @return empty if the run was over before
     */
    Optional<Strike> strike(RunProcess run) throws IOException, InterruptedException {
        return switch (target()) {
            case TREE -> {
                pause(run);
                var jobs = run.jobs().size();
                yield kill(run, Target.TREE, "with %d processes of jobs".formatted(jobs));
            }
            case PROGRAM -> {
                pause(run);
                var jobs = run.jobs().size();
                yield kill(run, Target.PROGRAM, "leaving %d processes of jobs".formatted(jobs));
            }
            case JOB -> strikeJob(run);
        };
    }

    private Target target() {
        var dice = random.nextInt(100);
        if (dice < 45) {
            return Target.TREE;
        }
        return dice < 65 ? Target.PROGRAM : Target.JOB;
    }

    /**
     * Every fifth kill hits the start, between 0.05 and 1 s; the others the work, sooner rather
     * than later.
     */
    private void pause(RunProcess run) throws IOException, InterruptedException {
        var atStart = random.nextInt(5) == 0;
        var share = random.nextDouble();
        if (atStart) {
            await(Duration.ofMillis(50 + (long) (950 * share)), () -> !run.isAlive());
        } else {
            await(
                    Duration.ofMillis(WAIT_FOR_START_MILLIS),
                    () -> !run.isAlive() || run.hasStarted());
            await(Duration.ofMillis(50 + (long) (4_950 * share * share)), () -> !run.isAlive());
        }
    }

    private Optional<Strike> kill(RunProcess run, Target target, String what)
            throws IOException, InterruptedException {
        var doing = run.lastLine();
        var up = run.age();
        if (!run.isAlive()) {
            return Optional.empty();
        }
        if (target == Target.TREE) {
            run.killTree();
        } else {
            run.killProgram();
        }
        return Optional.of(new Strike(target, what, up, doing));
    }

    /**
     * A job is found where it begins, so a wait is added; where none is found, the tree is killed.
     */
    private Optional<Strike> strikeJob(RunProcess run) throws IOException, InterruptedException {
        var wait = Duration.ofMillis(random.nextInt(1_500));
        var choice = random.nextInt(1_000);
        await(
                Duration.ofMillis(WAIT_FOR_JOB_MILLIS),
                () -> !run.isAlive() || !run.jobs().isEmpty());
        await(wait, () -> !run.isAlive());
        var jobs = run.jobs();
        if (jobs.isEmpty()) {
            return kill(run, Target.TREE, "there being no job to kill");
        }
        var job = jobs.get(choice % jobs.size());
        var what =
                "process %d of %d, %s"
                        .formatted(choice % jobs.size() + 1, jobs.size(), program(job));
        var doing = run.lastLine();
        return job.destroyForcibly()
                ? Optional.of(new Strike(Target.JOB, what, run.age(), doing))
                : kill(run, Target.TREE, "the job having ended by itself");
    }

    private static String program(ProcessHandle job) {
        var isRunner = job.info().commandLine().orElse("").contains("JobMain");
        return isRunner ? "a job runner" : "what a job runner started";
    }

    private static void await(Duration most, Condition until)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end && !until.holds()) {
            Thread.sleep(LOOK_MILLIS);
        }
    }
}

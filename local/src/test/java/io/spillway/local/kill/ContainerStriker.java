package io.spillway.local.kill;

import io.spillway.local.kill.JobContainer.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Lets one fault befall containers of a run, at moments that a seed decides: of each attempt one
 * container, and of attempts with several each kind in turn. At most half of the strikes, rounded
 * up, are for containers that are alone. For one run and one thread.
 */
final class ContainerStriker {

    /** From the start of a job's only container: later, most jobs are done. */
    private static final int LATEST_MILLIS = 7_000;

    /** From the start of a container that has others beside it, which lives for 2 to 3 seconds. */
    private static final int LATEST_OF_TASK_MILLIS = 2_000;

    private static final int LOOK_MILLIS = 100;

    private final ContainerFault fault;
    private final int wanted;
    private final SplittableRandom random;
    private final Map<String, Role> targets = new HashMap<>();
    private final Map<JobContainer, Long> moments = new HashMap<>();
    private final Set<JobContainer> over = new HashSet<>();
    private final Map<String, Integer> perJob = new HashMap<>();
    private final Map<Role, Integer> struck = new EnumMap<>(Role.class);
    private final Set<String> alone = new HashSet<>();
    private int struckAlone;
    private int turn;

    /**
     * @param wanted strikes, of which some may come too late to have an effect
     */
    ContainerStriker(ContainerFault fault, int wanted, SplittableRandom random) {
        this.fault = fault;
        this.wanted = wanted;
        this.random = random;
        this.turn = random.nextInt(Role.values().length);
    }

    /** Strikes until that was often enough or the run has ended. */
    void strike(RunProcess run, Path state) throws IOException, InterruptedException {
        while (run.isAlive() && total() < wanted) {
            for (var container : JobContainer.of(state)) {
                if (isTarget(container) && isDue(container) && over.add(container)) {
                    strike(container);
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** How many containers of each kind were struck, in brackets; empty where AWS Batch strikes. */
    String told() {
        return struck.isEmpty() ? "" : " " + struck;
    }

    private int total() {
        return struck.values().stream().mapToInt(Integer::intValue).sum();
    }

    private boolean isTarget(JobContainer container) throws IOException, InterruptedException {
        var target = targets.get(container.attempt());
        if (target == null) {
            target = target(container);
            targets.put(container.attempt(), target);
        }
        return container.role() == target;
    }

    private Role target(JobContainer container) throws IOException, InterruptedException {
        if (!container.isOfTask()) {
            alone.add(container.attempt());
            return Role.RUNNER;
        }
        return Role.values()[turn++ % Role.values().length];
    }

    private boolean isDue(JobContainer container) throws IOException, InterruptedException {
        var moment = moments.get(container);
        if (moment == null) {
            var isShort = container.role() != Role.RUNNER;
            var millis = random.nextInt(isShort ? LATEST_OF_TASK_MILLIS : LATEST_MILLIS);
            moment = System.nanoTime() + millis * 1_000_000L;
            moments.put(container, moment);
        }
        return System.nanoTime() >= moment;
    }

    private void strike(JobContainer container) throws IOException, InterruptedException {
        var before = perJob.getOrDefault(container.jobId(), 0);
        var isAlone = alone.contains(container.attempt());
        var isLeft = total() < wanted && !(isAlone && struckAlone >= Math.ceilDiv(wanted, 2));
        if (before < perJob() && isLeft && container.strike(fault)) {
            perJob.put(container.jobId(), before + 1);
            struck.merge(container.role(), 1, Integer::sum);
            struckAlone += isAlone ? 1 : 0;
        }
    }

    /** Of ten attempts one has to be left. What ran out of memory or time isn't tried again. */
    private int perJob() {
        return switch (fault) {
            case KILL, SPOT -> 9;
            case MEMORY, TIME -> 1;
        };
    }
}

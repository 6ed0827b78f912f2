package io.spillway.local.batch;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Moves jobs on: finds them room, and stops those that wait or run too long. */
final class Scheduler {

    /** Source: AWS Batch API Reference, "JobDetail". */
    static final String TOO_LARGE =
            "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - All compute environments have a maxvCpus setting that is smaller than the job requirements.";

    static final String NO_CAPACITY =
            "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - All compute environments have insufficient capacity to service the job.";

    /** How often time limits are looked at while there are jobs, in ms. */
    private static final long TICK_MILLIS = 50;

    private final BatchState state;
    private final AttemptRunner attempts;
    private final Faults faults;

    /** Until when a job is kept waiting on purpose, in ms since 1970. */
    private final Map<String, Long> heldUntil = new HashMap<>();

    Scheduler(BatchState state, AttemptRunner attempts, Faults faults) {
        this.state = state;
        this.attempts = attempts;
        this.faults = faults;
    }

    /** Works until the state is closed. */
    void run() {
        synchronized (state) {
            try {
                while (!state.isClosed()) {
                    step();
                    state.wait(state.isFinished() ? 0 : TICK_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Does all that can be done now. The caller holds the state's monitor. */
    void step() {
        admit();
        cancelStuck();
        place();
        stopOverdue();
    }

    private void admit() {
        List.copyOf(state.unfinished(JobStatus.SUBMITTED)).forEach(this::admit);
    }

    private void admit(Job job) {
        Optional<String> reason = Optional.empty();
        if (faults.strikes(FaultKind.STARVED_QUEUE)) {
            heldUntil.put(job.id(), state.now() + 2_000 + faults.pick(8_000));
            reason = Optional.of(NO_CAPACITY);
        }
        state.move(job, JobTransitions.runnable(job.state(), reason, state.now()));
    }

    private void place() {
        var queues =
                state.queues().stream()
                        .sorted(Comparator.comparingLong(JobQueue::priority).reversed())
                        .map(this::waiting)
                        .toList();
        var decision = Placement.decide(queues, rooms());
        decision.oversized().forEach(this::markOversized);
        decision.starts().forEach(this::start);
    }

    private Placement.Queue waiting(JobQueue queue) {
        var jobs = state.waiting(queue.name()).stream().map(this::waiting);
        return new Placement.Queue(queue.environments(), jobs.iterator());
    }

    private Placement.Waiting waiting(Job job) {
        return new Placement.Waiting(job.id(), milliVcpus(job), isHeld(job.id()));
    }

    private boolean isHeld(String jobId) {
        var until = heldUntil.get(jobId);
        if (until != null && until <= state.now()) {
            heldUntil.remove(jobId);
            return false;
        }
        return until != null;
    }

    private Map<String, Placement.Room> rooms() {
        var used = new HashMap<String, Integer>();
        Stream.of(JobStatus.STARTING, JobStatus.RUNNING)
                .flatMap(status -> state.unfinished(status).stream())
                .forEach(job -> used.merge(environment(job), milliVcpus(job), Integer::sum));
        var rooms = new LinkedHashMap<String, Placement.Room>();
        state.environments().stream()
                .filter(ComputeEnvironment::isEnabled)
                .forEach(
                        environment -> {
                            var max = environment.maxMilliVcpus();
                            var free = max - used.getOrDefault(environment.name(), 0);
                            rooms.put(environment.name(), new Placement.Room(max, free));
                        });
        return rooms;
    }

    private static String environment(Job placed) {
        return placed.state().current().orElseThrow().environment();
    }

    private static int milliVcpus(Job job) {
        return job.container().size().milliVcpus();
    }

    private void markOversized(String jobId) {
        var job = state.job(jobId).orElseThrow();
        var reason = Optional.of(TOO_LARGE);
        if (!job.state().statusReason().equals(reason)) {
            state.move(job, JobTransitions.runnable(job.state(), reason, state.now()));
        }
    }

    private void start(Placement.Start start) {
        var job = state.job(start.jobId()).orElseThrow();
        var starting = JobTransitions.starting(job.state(), start.environment(), state.now());
        job = state.move(job, starting);
        if (job.flaw().isPresent()) {
            state.move(job, JobTransitions.failed(job.state(), job.flaw().get(), state.now()));
        } else {
            attempts.start(job);
        }
    }

    /** Applies the queues' {@code jobStateTimeLimitActions}, which look at the head only. */
    private void cancelStuck() {
        for (var queue : state.queues()) {
            state.waiting(queue.name()).stream()
                    .findFirst()
                    .ifPresent(
                            head ->
                                    queue.timeLimits().stream()
                                            .filter(limit -> isOver(limit, head))
                                            .findFirst()
                                            .ifPresent(limit -> cancel(head, limit)));
        }
    }

    private boolean isOver(JobQueue.TimeLimit limit, Job head) {
        var reason = head.state().statusReason().orElse("");
        return (reason.equals(limit.reason()) || reason.startsWith(limit.reason() + " - "))
                && state.now() - head.state().since() >= 1000 * limit.maxSeconds();
    }

    private void cancel(Job job, JobQueue.TimeLimit limit) {
        var text =
                "Canceled by JobStateTimeLimit action due to reason: %s".formatted(limit.reason());
        var request = new StopRequest(text, false);
        state.move(job, JobTransitions.stopped(job.state(), request, state.now()));
    }

    private void stopOverdue() {
        state.unfinished(JobStatus.RUNNING).stream()
                .filter(this::isOverdue)
                .forEach(job -> attempts.timeOut(job.id()));
    }

    private boolean isOverdue(Job job) {
        var limit = job.timeoutSeconds();
        return limit.isPresent() && state.now() - job.state().since() >= 1000 * limit.getAsLong();
    }
}

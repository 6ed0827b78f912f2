package io.spillway.local.batch;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    /** Jobs admitted or ended in one step, so that others get at the state in between. */
    private static final int MOST_CHANGES = 250;

    private final BatchState state;
    private final AttemptRunner attempts;
    private final PendingJobs pending;
    private final JobStops stops;
    private final Faults faults;

    /** Until when a job is kept waiting on purpose, in ms since 1970. */
    private final Map<String, Long> heldUntil = new HashMap<>();

    Scheduler(BatchState state, AttemptRunner attempts, Faults faults) {
        this.state = state;
        this.attempts = attempts;
        this.faults = faults;
        this.stops = new JobStops(state, attempts);
        this.pending = new PendingJobs(state, stops, this::release, MOST_CHANGES);
    }

    /** Works until the state is closed. */
    void run() {
        synchronized (state) {
            try {
                while (!state.isClosed()) {
                    if (step()) {
                        state.wait(state.jobs().isFinished() ? 0 : TICK_MILLIS);
                    } else {
                        state.wait(1);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Does what can be done now. The caller holds the state's monitor.
     *
     * @return whether that was all; if not, another step has to follow soon
     */
    boolean step() {
        var isAdmitted = admit();
        var isSettled = pending.step();
        releaseHeld();
        cancelStuck();
        place();
        stopOverdue();
        return isAdmitted && isSettled;
    }

    private boolean admit() {
        var submitted = state.jobs().unfinished(JobStatus.SUBMITTED);
        submitted.stream().limit(MOST_CHANGES).toList().forEach(this::admit);
        return submitted.isEmpty();
    }

    private void admit(Job job) {
        if (job.isArray() || !job.dependencies().isEmpty()) {
            state.move(job, JobTransitions.pending(job.state(), state.now()));
        } else {
            release(job);
        }
    }

    private void release(Job job) {
        Optional<String> reason = Optional.empty();
        if (faults.strikes(FaultKind.STARVED_QUEUE)) {
            heldUntil.put(job.id(), state.now() + 2_000 + faults.pick(8_000));
            reason = Optional.of(NO_CAPACITY);
        }
        state.move(job, JobTransitions.runnable(job.state(), reason, state.now()));
    }

    /** What was kept waiting on purpose for long enough is like any other job from now on. */
    private void releaseHeld() {
        var over = heldUntil.entrySet().stream().filter(held -> held.getValue() <= state.now());
        for (var id : over.map(Map.Entry::getKey).toList()) {
            heldUntil.remove(id);
            state.job(id)
                    .filter(job -> job.status() == JobStatus.RUNNABLE)
                    .ifPresent(this::runnableWithoutReason);
        }
    }

    private void runnableWithoutReason(Job job) {
        state.move(job, JobTransitions.runnable(job.state(), Optional.empty(), state.now()));
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
        var jobs = state.jobs().waiting(queue.name()).stream().map(this::waiting);
        return new Placement.Queue(queue.environments(), jobs.iterator());
    }

    private Placement.Waiting waiting(Job job) {
        return new Placement.Waiting(job.id(), milliVcpus(job), heldUntil.containsKey(job.id()));
    }

    private Map<String, Placement.Room> rooms() {
        var used = new HashMap<String, Integer>();
        Stream.of(JobStatus.STARTING, JobStatus.RUNNING)
                .flatMap(status -> state.jobs().unfinished(status).stream())
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
        return job.size().milliVcpus();
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
            state.jobs().waiting(queue.name()).stream()
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
        stops.stop(job, new StopRequest(text, false));
    }

    private void stopOverdue() {
        state.jobs().unfinished(JobStatus.RUNNING).stream()
                .filter(this::isOverdue)
                .forEach(job -> attempts.timeOut(job.id()));
    }

    private boolean isOverdue(Job job) {
        var limit = job.timeoutSeconds();
        return limit.isPresent() && state.now() - job.state().since() >= 1000 * limit.getAsLong();
    }
}

package io.spillway.local.simulation;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.job.JobLimits;
import io.spillway.pipeline.job.JobPage;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.job.WaitingJob;
import io.spillway.pipeline.telemetry.Meter;
import io.spillway.runner.JobRun;
import io.spillway.runner.JobSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * AWS Batch with the real job runner: children side by side, attempts of each one after another by
 * the deployed retry rules, and state changes told to the intake queue.
 */
final class SimulatedBatch {

    static final String QUEUE = "jobs";

    private static final Duration TO_START = Duration.ofSeconds(30);
    private static final Duration TO_NOTICE_A_DEATH = Duration.ofSeconds(5);

    /** Batch takes a host that is out of reach for dead, although it may not be. */
    private static final Duration TO_GIVE_UP_A_FROZEN_HOST = Duration.ofSeconds(60);

    private final World world;
    private final List<SimulatedJob> jobs = new ArrayList<>();

    SimulatedBatch(World world) {
        this.world = world;
    }

    List<SimulatedJob> jobs() {
        return jobs;
    }

    /** What Batch refuses it refuses at once, before anything can strike. */
    void demandAcceptable(JobRequest request) throws JobRefused {
        JobLimits.require(request);
        if (!request.queue().equals(QUEUE)) {
            throw JobRefused.byBatch(request, "there is no such queue.", null);
        }
    }

    String submit(JobRequest request, Machine submitter) {
        var job =
                new SimulatedJob(
                        "job-" + (jobs.size() + 1), request, submitter, world.scheduler().now());
        jobs.add(job);
        job.children().forEach(child -> world.scheduler().after(TO_START, () -> start(child)));
        return job.id();
    }

    Optional<String> findByName(String queue, String jobName) {
        return jobs.stream()
                .filter(job -> job.request().queue().equals(queue) && job.name().equals(jobName))
                .map(SimulatedJob::id)
                .findFirst();
    }

    List<EndedJob> ended(List<String> jobIds) {
        return jobs.stream()
                .flatMap(job -> job.children().stream())
                .filter(child -> jobIds.contains(child.id()))
                .flatMap(child -> child.end().stream())
                .toList();
    }

    /** Parents of array jobs are PENDING until they have ended. */
    JobPage list(String queue, ListedStatus status) {
        return new JobPage(
                jobs.reversed().stream()
                        .filter(job -> job.request().queue().equals(queue))
                        .filter(job -> job.isListedAs(status))
                        .map(
                                job ->
                                        new ListedJob(
                                                job.id(),
                                                job.name(),
                                                job.submitted(),
                                                job.hasEnded() ? job.endedAt() : Optional.empty()))
                        .toList(),
                Optional.empty());
    }

    List<ListedJob> children(String jobId, ListedStatus status) {
        return jobs.stream()
                .filter(job -> job.isArray() && job.id().equals(jobId))
                .flatMap(job -> job.children().stream())
                .filter(child -> child.isWaiting() && status == ListedStatus.RUNNABLE)
                .map(
                        child ->
                                new ListedJob(
                                        child.id(),
                                        child.job().name(),
                                        child.job().submitted(),
                                        Optional.empty()))
                .toList();
    }

    List<WaitingJob> waiting(List<String> jobIds) {
        return jobs.stream()
                .flatMap(job -> job.children().stream())
                .filter(child -> jobIds.contains(child.id()) && child.isWaiting())
                .map(
                        child ->
                                new WaitingJob(
                                        child.id(),
                                        child.job().name(),
                                        ListedStatus.RUNNABLE,
                                        child.job().submitted(),
                                        Optional.empty()))
                .toList();
    }

    private void start(SimulatedJob.Child child) {
        var attempt = child.startAttempt();
        tell(child.id(), child.job().name(), "RUNNING", "", OptionalInt.empty(), attempt);
        var name = child.id() + " attempt " + attempt;
        var machine = Machine.ofContainer(name, world.scheduler(), watcher(child, attempt));
        machine.hasMemory(child.job().tier() >= world.scenario().jobTier());
        world.scheduler().start(name, () -> run(child, attempt, machine));
    }

    private Machine.Watcher watcher(SimulatedJob.Child child, int attempt) {
        return new Machine.Watcher() {
            @Override
            public void died() {
                world.scheduler().after(TO_NOTICE_A_DEATH, this::lost);
            }

            @Override
            public void froze() {
                world.scheduler().after(TO_GIVE_UP_A_FROZEN_HOST, this::lost);
            }

            @Override
            public void ranOutOfMemory() {
                world.scheduler().after(TO_NOTICE_A_DEATH, this::killed);
            }

            private void killed() {
                ended(child, attempt, OptionalInt.of(137), "OutOfMemoryError: Container killed");
            }

            private void lost() {
                ended(child, attempt, OptionalInt.empty(), "Host EC2 (instance i-1) terminated.");
            }
        };
    }

    private void run(SimulatedJob.Child child, int attempt, Machine machine) {
        try {
            var settings = JobSettings.of(environment(child, attempt));
            var seams = world.seams(machine);
            var exit =
                    new JobRun(
                                    settings,
                                    new JobRun.Seams(
                                            seams.store(),
                                            seams.events(),
                                            world.scheduler().clock(),
                                            world::nextWriter,
                                            machine,
                                            Meter.NONE))
                            .run();
            machine.done();
            if (exit.status() == ExitStatus.BUG && !wasTold()) {
                world.surprise(machine.name() + " exited with a bug: " + exit.message());
            }
            var code = OptionalInt.of(exit.status().code());
            ended(child, attempt, code, "Essential container in task exited");
        } catch (Machine.Died e) {
            // The watcher knows.
        } catch (JobSettings.Incomplete e) {
            world.surprise(machine.name() + " could not start: " + e.getMessage());
        }
    }

    /** A container that was given up finds its work item failed, and says so too. */
    private boolean wasTold() {
        return world.events().published().stream()
                .anyMatch(
                        event ->
                                event.happening()
                                                instanceof
                                                PhaseEvent.Happening.Failed(var failure, var _)
                                        && ExitStatus.of(failure.kind()) == ExitStatus.BUG);
    }

    private void ended(
            SimulatedJob.Child child, int attempt, OptionalInt exitStatus, String reason) {
        if (!child.isAt(attempt)) {
            return; // a host that had been given up
        }
        var transients =
                exitStatus.isEmpty() || exitStatus.getAsInt() == ExitStatus.TRANSIENT.code();
        if (transients && attempt < world.scenario().jobAttempts()) {
            child.endAttempt();
            world.scheduler().after(TO_START, () -> start(child));
            return;
        }
        var done = exitStatus.isPresent() && exitStatus.getAsInt() == ExitStatus.DONE.code();
        child.end(
                new EndedJob(
                        child.id(),
                        child.job().name(),
                        Optional.empty(),
                        done,
                        false,
                        Optional.of(reason),
                        Optional.of(reason),
                        exitStatus.isPresent()
                                ? OptionalLong.of(exitStatus.getAsInt())
                                : OptionalLong.empty(),
                        attempt),
                world.scheduler().now());
        tell(child.id(), child.job().name(), word(done), reason, exitStatus, attempt);
        if (child.job().isArray() && child.job().hasEnded()) {
            var all = child.job().succeeded();
            var why = all ? "" : "Array Child Job failed";
            tell(child.job().id(), child.job().name(), word(all), why, OptionalInt.empty(), 0);
        }
    }

    private static String word(boolean succeeded) {
        return succeeded ? "SUCCEEDED" : "FAILED";
    }

    private void tell(
            String id,
            String jobName,
            String status,
            String reason,
            OptionalInt exitStatus,
            int attempts) {
        if (!world.scenario().isDeaf()) {
            world.intake()
                    .send(
                            id + " " + status,
                            Envelopes.jobState(id, jobName, status, attempts, reason, exitStatus));
        }
    }

    private static Map<String, String> environment(SimulatedJob.Child child, int attempt) {
        var environment = new HashMap<>(child.job().request().environment());
        environment.put("SPILLWAY_DEFINITION", World.DEFINITION.toString());
        environment.put("SPILLWAY_OUTPUT_BUCKET", World.PLACES.outputBucket());
        environment.put("SPILLWAY_WORK_BUCKET", World.PLACES.workBucket());
        environment.put("SPILLWAY_PHASES_TOPIC", "phases");
        environment.put("SPILLWAY_SCRATCH", World.SCRATCH.toString());
        environment.put("AWS_BATCH_JOB_ID", child.id());
        environment.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(attempt));
        if (child.job().isArray()) {
            environment.put("AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(child.index()));
        }
        return environment;
    }
}

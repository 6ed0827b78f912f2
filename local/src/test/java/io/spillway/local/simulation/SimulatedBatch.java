package io.spillway.local.simulation;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.runner.JobRun;
import io.spillway.runner.JobSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * AWS Batch with the real job runner: attempts one after another by the deployed retry rules, and
 * state changes told to the intake queue.
 */
final class SimulatedBatch {

    static final String QUEUE = "jobs";

    private static final Duration TO_START = Duration.ofSeconds(30);
    private static final Duration TO_NOTICE_A_DEATH = Duration.ofSeconds(5);

    /** Batch takes a host that is out of reach for dead, although it may not be. */
    private static final Duration TO_GIVE_UP_A_FROZEN_HOST = Duration.ofSeconds(60);

    /** A job and its current attempt. */
    static final class Job {
        private final String id;
        private final JobRequest request;
        private final Machine submitter;
        private int attempts;
        private boolean running;
        private boolean ended;

        Job(String id, JobRequest request, Machine submitter) {
            this.id = id;
            this.request = request;
            this.submitter = submitter;
        }

        String id() {
            return id;
        }

        String name() {
            return request.name();
        }

        /** Whether it was submitted by a host that could have known of another one. */
        boolean repeats(Job other) {
            return name().equals(other.name()) && submitter.cameAfter(other.submitter);
        }

        boolean hasEnded() {
            return ended;
        }
    }

    private final World world;
    private final List<Job> jobs = new ArrayList<>();

    SimulatedBatch(World world) {
        this.world = world;
    }

    List<Job> jobs() {
        return jobs;
    }

    /** What Batch refuses it refuses at once, before anything can strike. */
    void demandAcceptable(JobRequest request) throws JobRefused {
        if (!request.queue().equals(QUEUE)) {
            throw new JobRefused(request, "there is no such queue.", null);
        }
    }

    String submit(JobRequest request, Machine submitter) {
        var job = new Job("job-" + (jobs.size() + 1), request, submitter);
        jobs.add(job);
        world.scheduler().after(TO_START, () -> start(job));
        return job.id;
    }

    Optional<String> findByName(String queue, String jobName) {
        return jobs.stream()
                .filter(job -> job.request.queue().equals(queue) && job.name().equals(jobName))
                .map(Job::id)
                .findFirst();
    }

    private void start(Job job) {
        var attempt = ++job.attempts;
        job.running = true;
        tell(job, "RUNNING", "", OptionalInt.empty());
        var name = job.id + " attempt " + attempt;
        var machine = Machine.ofContainer(name, world.scheduler(), watcher(job, attempt));
        world.scheduler().start(name, () -> run(job, attempt, machine));
    }

    private Machine.Watcher watcher(Job job, int attempt) {
        return new Machine.Watcher() {
            @Override
            public void died() {
                world.scheduler().after(TO_NOTICE_A_DEATH, this::lost);
            }

            @Override
            public void froze() {
                world.scheduler().after(TO_GIVE_UP_A_FROZEN_HOST, this::lost);
            }

            private void lost() {
                ended(job, attempt, OptionalInt.empty(), "Host EC2 (instance i-1) terminated.");
            }
        };
    }

    private void run(Job job, int attempt, Machine machine) {
        try {
            var settings = JobSettings.of(environment(job, attempt));
            var seams = world.seams(machine);
            var exit =
                    new JobRun(
                                    settings,
                                    new JobRun.Seams(
                                            seams.store(),
                                            seams.events(),
                                            world.scheduler().clock(),
                                            world::nextWriter,
                                            machine::sleep))
                            .run();
            machine.done();
            if (exit.status() == ExitStatus.BUG && !wasTold(exit.message())) {
                world.surprise(machine.name() + " exited with a bug: " + exit.message());
            }
            var code = OptionalInt.of(exit.status().code());
            ended(job, attempt, code, "Essential container in task exited");
        } catch (Machine.Died e) {
            // The watcher knows.
        } catch (JobSettings.Incomplete e) {
            world.surprise(machine.name() + " could not start: " + e.getMessage());
        }
    }

    /** A container that was given up finds its work item failed, and says so too. */
    private boolean wasTold(String message) {
        return world.events().published().stream()
                .anyMatch(
                        event ->
                                event.happening()
                                                instanceof PhaseEvent.Happening.Failed(var failure)
                                        && failure.message().equals(message));
    }

    private void ended(Job job, int attempt, OptionalInt exitStatus, String reason) {
        if (attempt != job.attempts || !job.running) {
            return; // a host that had been given up
        }
        job.running = false;
        var transients =
                exitStatus.isEmpty() || exitStatus.getAsInt() == ExitStatus.TRANSIENT.code();
        if (transients && attempt < world.scenario().jobAttempts()) {
            world.scheduler().after(TO_START, () -> start(job));
            return;
        }
        job.ended = true;
        var done = exitStatus.isPresent() && exitStatus.getAsInt() == ExitStatus.DONE.code();
        tell(job, done ? "SUCCEEDED" : "FAILED", reason, exitStatus);
    }

    private void tell(Job job, String status, String reason, OptionalInt exitStatus) {
        world.intake()
                .send(
                        job.id + " " + status,
                        Envelopes.jobState(
                                job.id, job.name(), status, job.attempts, reason, exitStatus));
    }

    private static Map<String, String> environment(Job job, int attempt) {
        var environment = new HashMap<>(job.request.environment());
        environment.put("SPILLWAY_DEFINITION", World.DEFINITION.toString());
        environment.put("SPILLWAY_OUTPUT_BUCKET", World.PLACES.outputBucket());
        environment.put("SPILLWAY_WORK_BUCKET", World.PLACES.workBucket());
        environment.put("SPILLWAY_PHASES_TOPIC", "phases");
        environment.put("SPILLWAY_SCRATCH", World.SCRATCH.toString());
        environment.put("AWS_BATCH_JOB_ID", job.id);
        environment.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(attempt));
        return environment;
    }
}

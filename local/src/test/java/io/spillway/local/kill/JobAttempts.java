package io.spillway.local.kill;

import io.spillway.local.deploy.Clients;
import io.spillway.pipeline.job.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.AttemptTaskContainerDetails;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** The attempts of all jobs of a run, as AWS Batch tells them, and what its retry table says. */
record JobAttempts(List<JobDetail> jobs) {

    private static final int MOST_IDS = 100;
    private static final int MOST_ATTEMPTS = 10;

    /** 128 and the number of SIGKILL. */
    private static final int KILLED = 137;

    private static final String TIMED_OUT = "Job attempt duration exceeded timeout";

    JobAttempts {
        jobs = List.copyOf(jobs);
    }

    /** Of the services that {@link Clients} points to. */
    static JobAttempts of(Clients clients, String queue) {
        var ids =
                Stream.of(JobStatus.SUCCEEDED, JobStatus.FAILED)
                        .flatMap(
                                status ->
                                        clients
                                                .batch()
                                                .listJobsPaginator(
                                                        list ->
                                                                list.jobQueue(queue)
                                                                        .jobStatus(status))
                                                .jobSummaryList()
                                                .stream())
                        .map(summary -> summary.jobId())
                        .toList();
        var jobs = new ArrayList<JobDetail>();
        for (int from = 0; from < ids.size(); from += MOST_IDS) {
            var some = ids.subList(from, Math.min(ids.size(), from + MOST_IDS));
            jobs.addAll(clients.batch().describeJobs(describe -> describe.jobs(some)).jobs());
        }
        return new JobAttempts(jobs);
    }

    /**
     * Attempts that this fault ended, the only one there was. Of an untouched image the job runner
     * ends the attempt, whichever of the two beside it was struck. One that is over its time limit
     * may still be done within its grace: a first process whose handler isn't there yet doesn't
     * hear SIGTERM.
     */
    long endedBy(ContainerFault fault) {
        return jobs.stream()
                .flatMap(job -> job.attempts().stream())
                .filter(attempt -> !isDone(attempt))
                .filter(attempt -> fault == cause(attempt) || isBesideKilled(fault, attempt))
                .count();
    }

    private static boolean isDone(AttemptDetail attempt) {
        var exitCode = container(attempt).exitCode();
        return exitCode != null && exitCode == ExitStatus.DONE.code();
    }

    private static boolean isBesideKilled(ContainerFault fault, AttemptDetail attempt) {
        return switch (fault) {
            case KILL, MEMORY ->
                    cause(attempt) == null
                            && containers(attempt).stream().anyMatch(JobAttempts::isKilled);
            case SPOT, TIME -> false;
        };
    }

    private static boolean isKilled(AttemptTaskContainerDetails container) {
        return container.exitCode() != null && container.exitCode() == KILLED;
    }

    private static AttemptTaskContainerDetails container(AttemptDetail attempt) {
        return containers(attempt).getFirst();
    }

    private static List<AttemptTaskContainerDetails> containers(AttemptDetail attempt) {
        return attempt.taskProperties().getFirst().containers();
    }

    private static ContainerFault cause(AttemptDetail attempt) {
        var reason = container(attempt).reason();
        if (attempt.statusReason().equals(TIMED_OUT)) {
            return ContainerFault.TIME;
        }
        if (attempt.statusReason().startsWith("Your Spot Task")) {
            return ContainerFault.SPOT;
        }
        if (reason != null && reason.startsWith("OutOfMemoryError")) {
            return ContainerFault.MEMORY;
        }
        return isKilled(container(attempt)) ? ContainerFault.KILL : null;
    }

    /** A sentence for each attempt that was made or left out against the table. */
    List<String> wrong() {
        var wrong = new ArrayList<String>();
        for (var job : jobs) {
            var attempts = job.attempts();
            for (int i = 0; i < attempts.size(); i++) {
                var isLast = i == attempts.size() - 1;
                var again = isTriedAgain(attempts.get(i)) && i + 1 < MOST_ATTEMPTS;
                if (isLast == again) {
                    wrong.add(
                            "Job %s: attempt %d of %d ended with %s, and %s."
                                    .formatted(
                                            job.jobName(),
                                            i + 1,
                                            attempts.size(),
                                            told(attempts.get(i)),
                                            isLast ? "there was no other" : "another was made"));
                }
            }
        }
        return wrong;
    }

    /** As the retry rules of the job definitions say. */
    private static boolean isTriedAgain(AttemptDetail attempt) {
        var exitCode = container(attempt).exitCode();
        return switch (cause(attempt)) {
            case KILL, SPOT -> true;
            case MEMORY, TIME -> false;
            case null -> exitCode != null && exitCode == ExitStatus.TRANSIENT.code();
        };
    }

    private static String told(AttemptDetail attempt) {
        return "exit code %s, \"%s\", \"%s\""
                .formatted(
                        container(attempt).exitCode(),
                        container(attempt).reason(),
                        attempt.statusReason());
    }

    /** Most attempts that any job had. */
    int most() {
        return jobs.stream().mapToInt(job -> job.attempts().size()).max().orElse(0);
    }

    /** With the run's services started for it. */
    static JobAttempts in(Path state, String pipeline) throws IOException {
        return Aftermath.ask(state, pipeline, clients -> of(clients, pipeline));
    }
}

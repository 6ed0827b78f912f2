package io.spillway.pipeline.memory;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.JobLimits;
import io.spillway.pipeline.job.JobPage;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.job.WaitingJob;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Takes jobs and runs none: a test says how they ended. Stricter than AWS Batch: it refuses
 * overrides that Batch would only fail on later, and ends of jobs that were never submitted.
 */
public final class MemoryJobs implements Jobs {

    /** Jobs in one part of a listing: few, so that whoever lists has to go on. */
    private static final int PER_PAGE = 10;

    private final String queue;
    private final Clock clock;
    private final List<JobRequest> submitted = new ArrayList<>();
    private final Map<String, EndedJob> ended = new HashMap<>();
    private final Map<String, Instant> times = new HashMap<>();
    private final Set<String> running = new HashSet<>();
    private final Map<String, String> reasons = new HashMap<>();
    private int answersToLose;
    private int requestsToThrottle;

    /**
     * @param queue the only one there is
     */
    public MemoryJobs(String queue) {
        this(queue, Clock.systemUTC());
    }

    /**
     * @param queue the only one there is
     * @param clock says when jobs were submitted and ended
     */
    public MemoryJobs(String queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /** Lets a job, or a child of an array job, have a container that runs. */
    public synchronized void run(String jobId) {
        running.add(jobId);
    }

    /** Says in AWS's place why a job, or a child of an array job, waits. */
    public synchronized void explain(String jobId, String why) {
        reasons.put(jobId, why);
    }

    /** Loses the answers of the next submissions, which take effect all the same. */
    public synchronized void loseAnswers(int count) {
        answersToLose = count;
    }

    /** Answers the next submissions that there were too many. They take no effect. */
    public synchronized void throttle(int count) {
        requestsToThrottle = count;
    }

    public synchronized List<JobRequest> submitted() {
        return List.copyOf(submitted);
    }

    /** Ends a job, or a child of an array job, for good. */
    public synchronized void end(EndedJob job) {
        var request = request(job);
        var fits = job.index().isEmpty() || job.index().getAsInt() < request.arraySize().orElse(0);
        if (!fits || !request.name().equals(job.jobName())) {
            throw new IllegalArgumentException(
                    "%s is no child of the job %s.".formatted(job.jobId(), request));
        }
        if (ended.putIfAbsent(job.jobId(), job) != null) {
            throw new IllegalArgumentException(job.jobId() + " has ended before.");
        }
        times.put("end of " + job.jobId(), clock.instant());
    }

    private JobRequest request(EndedJob job) {
        var parent = job.jobId().split(":", 2)[0];
        return IntStream.range(0, submitted.size())
                .filter(i -> id(i).equals(parent))
                .mapToObj(submitted::get)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no job " + job.jobId() + "."));
    }

    @Override
    public synchronized String submit(JobRequest request) throws JobRefused, IOException {
        JobLimits.require(request);
        if (requestsToThrottle > 0) {
            requestsToThrottle--;
            throw new IOException("Submitting was throttled with status 429.");
        }
        if (!request.queue().equals(queue)) {
            throw JobRefused.byBatch(request, "there is no such queue.", null);
        }
        submitted.add(request);
        times.put(id(submitted.size() - 1), clock.instant());
        if (answersToLose > 0) {
            answersToLose--;
            throw new IOException("The answer to SubmitJob was lost.");
        }
        return id(submitted.size() - 1);
    }

    @Override
    public synchronized Optional<String> findByName(String inQueue, String jobName) {
        return IntStream.range(0, submitted.size())
                .filter(
                        i ->
                                submitted.get(i).queue().equals(inQueue)
                                        && submitted.get(i).name().equals(jobName))
                .mapToObj(MemoryJobs::id)
                .findFirst();
    }

    @Override
    public synchronized List<EndedJob> ended(List<String> jobIds) {
        return jobIds.stream().distinct().filter(ended::containsKey).map(ended::get).toList();
    }

    @Override
    public synchronized JobPage list(String inQueue, ListedStatus status, Optional<String> after) {
        var first = after.map(Integer::parseInt).orElse(0);
        var all =
                IntStream.range(0, submitted.size())
                        .map(i -> submitted.size() - 1 - i)
                        .filter(i -> submitted.get(i).queue().equals(inQueue))
                        .filter(i -> isListedAs(i, status))
                        .mapToObj(i -> listed(id(i), submitted.get(i).name()))
                        .toList();
        var end = Math.min(all.size(), first + PER_PAGE);
        return new JobPage(
                all.subList(first, end),
                end < all.size() ? Optional.of(Integer.toString(end)) : Optional.empty());
    }

    private boolean isListedAs(int i, ListedStatus status) {
        var end = ended.get(id(i));
        return switch (status) {
            case SUCCEEDED -> end != null && end.succeeded();
            case FAILED -> end != null && !end.succeeded();
            case PENDING -> end == null && submitted.get(i).arraySize().isPresent();
            case RUNNABLE -> submitted.get(i).arraySize().isEmpty() && waits(id(i));
            case SUBMITTED, STARTING -> false;
        };
    }

    private boolean waits(String jobId) {
        return !ended.containsKey(jobId) && !running.contains(jobId);
    }

    private ListedJob listed(String jobId, String name) {
        return new ListedJob(
                jobId,
                name,
                times.get(jobId.split(":", 2)[0]),
                Optional.ofNullable(times.get("end of " + jobId)));
    }

    @Override
    public synchronized List<ListedJob> children(String jobId, ListedStatus status) {
        return IntStream.range(0, submitted.size())
                .filter(i -> id(i).equals(jobId))
                .boxed()
                .flatMap(
                        i ->
                                IntStream.range(0, submitted.get(i).arraySize().orElse(0))
                                        .mapToObj(child -> jobId + ":" + child)
                                        .filter(child -> waits(child))
                                        .map(child -> listed(child, submitted.get(i).name())))
                .filter(_ -> status == ListedStatus.RUNNABLE)
                .toList();
    }

    @Override
    public synchronized List<WaitingJob> waiting(List<String> jobIds) {
        return jobIds.stream().distinct().flatMap(id -> waiting(id).stream()).toList();
    }

    private Optional<WaitingJob> waiting(String jobId) {
        var parent = jobId.split(":", 2)[0];
        return IntStream.range(0, submitted.size())
                .filter(i -> id(i).equals(parent) && waits(jobId))
                .mapToObj(
                        i ->
                                new WaitingJob(
                                        jobId,
                                        submitted.get(i).name(),
                                        submitted.get(i).arraySize().isPresent()
                                                        && jobId.equals(parent)
                                                ? ListedStatus.PENDING
                                                : ListedStatus.RUNNABLE,
                                        times.get(parent),
                                        Optional.ofNullable(reasons.get(jobId))))
                .findFirst();
    }

    private static String id(int index) {
        return "job-" + (index + 1);
    }
}

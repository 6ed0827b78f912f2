package io.spillway.pipeline.memory;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.JobLimits;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Takes jobs and runs none: a test says how they ended. Stricter than AWS Batch: it refuses
 * overrides that Batch would only fail on later, and ends of jobs that were never submitted.
 */
public final class MemoryJobs implements Jobs {

    private final String queue;
    private final List<JobRequest> submitted = new ArrayList<>();
    private final Map<String, EndedJob> ended = new HashMap<>();
    private int answersToLose;
    private int requestsToThrottle;

    /**
     * @param queue the only one there is
     */
    public MemoryJobs(String queue) {
        this.queue = queue;
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

    private static String id(int index) {
        return "job-" + (index + 1);
    }
}

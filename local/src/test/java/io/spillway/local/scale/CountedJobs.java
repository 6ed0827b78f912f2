package io.spillway.local.scale;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.JobPage;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.job.WaitingJob;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what passes through to AWS Batch. Safe for use by many threads. */
final class CountedJobs implements Jobs {

    private final Jobs jobs;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();
    private final AtomicLong children = new AtomicLong();
    private final AtomicLong lastTaken = new AtomicLong();

    /**
     * @param jobs makes one request for each call, repeating none
     */
    CountedJobs(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public String submit(JobRequest request) throws JobRefused, IOException {
        calls.incrementAndGet();
        try {
            var id = jobs.submit(request);
            children.addAndGet(request.arraySize().orElse(1));
            lastTaken.set(System.nanoTime());
            return id;
        } catch (IOException e) {
            turnedAway.incrementAndGet();
            throw e;
        }
    }

    @Override
    public Optional<String> findByName(String queue, String jobName) throws IOException {
        return jobs.findByName(queue, jobName);
    }

    @Override
    public List<EndedJob> ended(List<String> jobIds) throws IOException {
        return jobs.ended(jobIds);
    }

    @Override
    public JobPage list(String queue, ListedStatus status, Optional<String> after)
            throws IOException {
        return jobs.list(queue, status, after);
    }

    @Override
    public List<ListedJob> children(String jobId, ListedStatus status) throws IOException {
        return jobs.children(jobId, status);
    }

    @Override
    public List<WaitingJob> waiting(List<String> jobIds) throws IOException {
        return jobs.waiting(jobIds);
    }

    /** SubmitJob calls made. */
    long calls() {
        return calls.get();
    }

    /** Of those, the ones that were throttled or failed for another reason that may pass. */
    long turnedAway() {
        return turnedAway.get();
    }

    /** Containers of the jobs taken: an array job's children, or a plain job's one. */
    long children() {
        return children.get();
    }

    /** When the last job was taken, in nanoseconds of {@link System#nanoTime}. */
    long lastTaken() {
        return lastTaken.get();
    }
}

package io.spillway.local.scale;

import io.spillway.pipeline.job.ForwardingJobs;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what passes through to AWS Batch. Safe for use by many threads. */
final class CountedJobs extends ForwardingJobs {

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();
    private final AtomicLong children = new AtomicLong();
    private final AtomicLong lastTaken = new AtomicLong();

    /**
     * @param jobs makes one request for each call, repeating none
     */
    CountedJobs(Jobs jobs) {
        super(jobs);
    }

    @Override
    public String submit(JobRequest request) throws JobRefused, IOException {
        calls.incrementAndGet();
        try {
            var id = super.submit(request);
            children.addAndGet(request.arraySize().orElse(1));
            lastTaken.set(System.nanoTime());
            return id;
        } catch (IOException e) {
            turnedAway.incrementAndGet();
            throw e;
        }
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

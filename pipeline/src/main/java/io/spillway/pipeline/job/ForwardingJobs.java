package io.spillway.pipeline.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Hands every request on to another one, for those that change some of them. */
public abstract class ForwardingJobs implements Jobs {

    private final Jobs jobs;

    protected ForwardingJobs(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public String submit(JobRequest request) throws JobRefused, IOException {
        return jobs.submit(request);
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
}

package io.spillway.pipeline.job;

import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Counts what becomes of submissions. */
public final class MeteredJobs implements Jobs {

    private final Jobs jobs;
    private final Meter meter;
    private final Subject pipeline;

    public MeteredJobs(Jobs jobs, Meter meter, String pipeline) {
        this.jobs = jobs;
        this.meter = meter;
        this.pipeline = Subject.of(pipeline);
    }

    @Override
    public String submit(JobRequest request) throws JobRefused, IOException {
        try {
            var id = jobs.submit(request);
            meter.count(Metric.JOBS_SUBMITTED, pipeline);
            return id;
        } catch (JobRefused e) {
            meter.count(Metric.JOBS_REFUSED, pipeline);
            throw e;
        } catch (IOException e) {
            meter.count(Metric.JOBS_UNANSWERED, pipeline);
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
}

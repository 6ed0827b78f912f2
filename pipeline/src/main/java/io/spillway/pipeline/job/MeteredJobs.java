package io.spillway.pipeline.job;

import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import java.io.IOException;

/** Counts what becomes of submissions. */
public final class MeteredJobs extends ForwardingJobs {

    private final Meter meter;
    private final Subject pipeline;

    public MeteredJobs(Jobs jobs, Meter meter, String pipeline) {
        super(jobs);
        this.meter = meter;
        this.pipeline = Subject.of(pipeline);
    }

    @Override
    public String submit(JobRequest request) throws JobRefused, IOException {
        try {
            var id = super.submit(request);
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
}

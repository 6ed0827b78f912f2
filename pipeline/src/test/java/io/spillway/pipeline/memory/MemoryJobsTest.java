package io.spillway.pipeline.memory;

import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.JobsContract;

class MemoryJobsTest extends JobsContract {

    private final MemoryJobs jobs = new MemoryJobs("queue");

    @Override
    protected Jobs jobs() {
        return jobs;
    }

    /** Nothing runs here unless a test says so. */
    @Override
    protected String unplaceable() {
        return "definition";
    }

    @Override
    protected String queue() {
        return "queue";
    }

    @Override
    protected String definition() {
        return "definition";
    }
}

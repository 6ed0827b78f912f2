package io.spillway.local.scale;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.JobPage;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.job.ListedJob;
import io.spillway.pipeline.job.ListedStatus;
import io.spillway.pipeline.job.WaitingJob;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes every job and runs none. Remembers the names of the latest ones. Safe for use by many
 * threads.
 */
final class TakingJobs implements Jobs {

    private static final int REMEMBERED = 20_000;

    private final Map<String, String> latest = new Latest<>(REMEMBERED);
    private long taken;
    private long again;

    @Override
    public synchronized String submit(JobRequest request) {
        var id = "job-" + (taken + again + 1);
        if (latest.putIfAbsent(request.name(), id) == null) {
            taken++;
        } else {
            again++;
        }
        return id;
    }

    @Override
    public synchronized Optional<String> findByName(String queue, String jobName) {
        return Optional.ofNullable(latest.get(jobName));
    }

    /** None: no job runs here. */
    @Override
    public List<EndedJob> ended(List<String> jobIds) {
        return List.of();
    }

    /** None: nobody looks for jobs here. */
    @Override
    public JobPage list(String queue, ListedStatus status, Optional<String> after) {
        return new JobPage(List.of(), Optional.empty());
    }

    @Override
    public List<ListedJob> children(String jobId, ListedStatus status) {
        return List.of();
    }

    @Override
    public List<WaitingJob> waiting(List<String> jobIds) {
        return List.of();
    }

    /** Jobs of different names. */
    synchronized long taken() {
        return taken;
    }

    /** Jobs whose name another one had before. */
    synchronized long again() {
        return again;
    }
}

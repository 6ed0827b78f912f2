package io.spillway.local.batch;

import java.util.Optional;
import java.util.function.Function;

/** Whether the jobs that a job depends on let it run. */
enum Readiness {
    READY,
    WAITING,
    /** One of them failed, so it never will. */
    BROKEN;

    /**
     * @param jobs by id; one that isn't there any more finished long ago, and well, because
     *     otherwise this job would have failed then
     */
    static Readiness of(Job job, Function<String, Optional<Job>> jobs) {
        var readiness = READY;
        for (var dependency : job.dependencies()) {
            var awaited = dependency.awaitedBy(job).flatMap(jobs).map(Job::status);
            if (awaited.equals(Optional.of(JobStatus.FAILED))) {
                return BROKEN;
            }
            if (awaited.isPresent() && awaited.get() != JobStatus.SUCCEEDED) {
                readiness = WAITING;
            }
        }
        return readiness;
    }
}

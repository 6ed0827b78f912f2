package io.spillway.pipeline.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A job, or a child of an array job, that waits for its container to run.
 *
 * @param jobId of a child {@code parent:index}
 * @param jobName of a child its parent's
 * @param status SUBMITTED, RUNNABLE or STARTING; PENDING where it waits for other jobs
 * @param since when its waiting began: when it was submitted, or its last attempt ended
 * @param reason why, in AWS's words. Source: AWS Batch User Guide, "Jobs stuck in a RUNNABLE
 *     status": only the first job of a queue is told one
 */
public record WaitingJob(
        String jobId,
        String jobName,
        ListedStatus status,
        Instant since,
        Optional<String> reason) {}

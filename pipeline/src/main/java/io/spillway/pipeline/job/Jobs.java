package io.spillway.pipeline.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The seam to AWS Batch.
 *
 * <p>Submitting has no idempotency token there: after a lost answer, {@link #findByName} tells
 * whether the job exists.
 */
public interface Jobs {

    /**
     * Submits a job, or an array job with all its children.
     *
     * @return its job id; of an array job the parent's
     * @throws JobRefused if AWS Batch will never take this request, or it breaks {@link JobLimits}
     * @throws IOException if it couldn't be submitted now; it may have been nevertheless
     */
    String submit(JobRequest request) throws JobRefused, IOException;

    /** The id of a job with this name in the queue, whatever its status; empty if there is none. */
    Optional<String> findByName(String queue, String jobName) throws IOException;

    /**
     * How jobs ended.
     *
     * @param jobIds also of children
     * @return of those that have ended and that AWS Batch still knows, in no order. Source: AWS
     *     Batch User Guide, "Job states": it knows them for at least seven days
     */
    List<EndedJob> ended(List<String> jobIds) throws IOException;

    /**
     * Jobs of a queue with a status, the latest submitted first; of array jobs the parents.
     *
     * @param after where a part before this one said that the rest begins; empty for the first
     * @return at most 1,000
     */
    JobPage list(String queue, ListedStatus status, Optional<String> after) throws IOException;

    /**
     * The first children of an array job with a status.
     *
     * @return at most 1,000; none if there is no such job
     */
    List<ListedJob> children(String jobId, ListedStatus status) throws IOException;

    /**
     * Since when jobs wait, and why.
     *
     * @param jobIds also of children
     * @return of those that have no container running and haven't ended, in no order
     */
    List<WaitingJob> waiting(List<String> jobIds) throws IOException;
}

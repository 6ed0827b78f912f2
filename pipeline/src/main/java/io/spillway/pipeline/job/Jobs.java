package io.spillway.pipeline.job;

import java.io.IOException;
import java.util.Optional;

/**
 * The seam to AWS Batch.
 *
 * <p>Submitting has no idempotency token there: after a lost answer, {@link #findByName} tells
 * whether the job exists.
 */
public interface Jobs {

    /**
     * Submits a job.
     *
     * @return its job id
     * @throws JobRefused if AWS Batch will never take this request
     * @throws IOException if it couldn't be submitted now; it may have been nevertheless
     */
    String submit(JobRequest request) throws JobRefused, IOException;

    /** The id of a job with this name in the queue, whatever its status; empty if there is none. */
    Optional<String> findByName(String queue, String jobName) throws IOException;
}

package io.spillway.pipeline.job;

/**
 * A job that AWS Batch will not take, however often it is asked: no such queue or definition, too
 * large a request.
 */
public final class JobRefused extends Exception {

    public JobRefused(JobRequest request, String reason, Throwable cause) {
        super(
                "AWS Batch refused job %s for queue %s: %s"
                        .formatted(request.name(), request.queue(), reason),
                cause);
    }
}

package io.spillway.pipeline.job;

/**
 * A job that AWS Batch will not take, however often it is asked: no such queue or definition, too
 * large a request.
 */
public final class JobRefused extends Exception {

    private JobRefused(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param reason in AWS's words
     */
    public static JobRefused byBatch(JobRequest request, String reason, Throwable cause) {
        return new JobRefused(
                "AWS Batch refused job %s for queue %s: %s"
                        .formatted(request.name(), request.queue(), reason),
                cause);
    }

    /** Refused without asking. */
    static JobRefused before(JobRequest request, String problems) {
        return new JobRefused(
                "Job %s for queue %s is beyond what AWS Batch takes: %s"
                        .formatted(request.name(), request.queue(), problems),
                null);
    }
}

package io.spillway.aws;

import io.spillway.pipeline.store.StoreException;
import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Decides for every failure of the S3 client, where it is thrown, whether another try may help. */
final class S3Errors {

    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;
    static final int RANGE_NOT_SATISFIABLE = 416;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int REQUEST_TIMEOUT = 408;

    private S3Errors() {}

    /**
     * @param doing such as {@code Reading s3://in/a.csv}, for the message
     */
    static IOException of(String doing, RuntimeException e) {
        return switch (e) {
            case S3Exception answer -> answered(doing, answer);
            case SdkClientException _ ->
                    new StoreException.Transient(doing + " got no answer: " + e.getMessage(), e);
            default -> new StoreException.Transient(doing + " failed: " + e.getMessage(), e);
        };
    }

    static boolean isCode(S3Exception e, String code) {
        return e.awsErrorDetails() != null && code.equals(e.awsErrorDetails().errorCode());
    }

    private static IOException answered(String doing, S3Exception e) {
        var message =
                "%s failed with status %d: %s".formatted(doing, e.statusCode(), e.getMessage());
        if (e.statusCode() >= SERVER_ERROR
                || e.statusCode() == TOO_MANY_REQUESTS
                || e.statusCode() == REQUEST_TIMEOUT
                || e.statusCode() == CONFLICT
                || e.isThrottlingException()
                || isCode(e, "RequestTimeTooSkewed")) {
            return new StoreException.Transient(message, e);
        }
        return new StoreException.Permanent(
                message + " Check that the bucket exists and that the role may do this.", e);
    }
}

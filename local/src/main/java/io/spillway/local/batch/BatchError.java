package io.spillway.local.batch;

/** An answer that isn't a success, in AWS's shape. */
final class BatchError extends RuntimeException {

    private final int status;
    private final String type;

    private BatchError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    /** The caller's mistake: HTTP 400. */
    static BatchError client(String message, Object... values) {
        return new BatchError(400, "ClientException", message.formatted(values));
    }

    /** Something AWS Batch has and this stand-in doesn't. */
    static BatchError later(String what) {
        return client("%s: the local AWS Batch doesn't have this; a later version may.", what);
    }

    static BatchError unknownOperation(String method, String path) {
        return new BatchError(
                404,
                "ClientException",
                "%s %s: the local AWS Batch has no such operation.".formatted(method, path));
    }

    /** More than the 50 SubmitJob a second that AWS takes; its model has no exception for it. */
    static BatchError tooManyRequests() {
        return new BatchError(429, "TooManyRequestsException", "Too Many Requests");
    }

    int status() {
        return status;
    }

    /** The exception's name, as in the header {@code x-amzn-ErrorType}. */
    String type() {
        return type;
    }
}

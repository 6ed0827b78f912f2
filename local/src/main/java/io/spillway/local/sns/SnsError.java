package io.spillway.local.sns;

/** A refusal in Amazon SNS's own terms. Nothing has changed when it is thrown. */
public final class SnsError extends RuntimeException {

    /**
     * The errors that the stand-in answers with. Source: AWS SDK, service model of Amazon SNS
     * 2010-03-31, and Amazon SNS API Reference, "Common Errors".
     */
    public enum Code {
        BATCH_ENTRY_IDS_NOT_DISTINCT("BatchEntryIdsNotDistinct", 400),
        BATCH_REQUEST_TOO_LONG("BatchRequestTooLong", 400),
        EMPTY_BATCH_REQUEST("EmptyBatchRequest", 400),
        INTERNAL_ERROR("InternalError", 500),
        INVALID_ACTION("InvalidAction", 400),
        INVALID_BATCH_ENTRY_ID("InvalidBatchEntryId", 400),
        INVALID_PARAMETER("InvalidParameter", 400),
        NOT_FOUND("NotFound", 404),
        RESOURCE_NOT_FOUND("ResourceNotFound", 404),
        TAG_LIMIT_EXCEEDED("TagLimitExceeded", 400),
        THROTTLED("Throttled", 429),
        TOO_MANY_ENTRIES_IN_BATCH_REQUEST("TooManyEntriesInBatchRequest", 400),
        VALIDATION_ERROR("ValidationError", 400);

        private final String text;
        private final int status;

        Code(String text, int status) {
            this.text = text;
            this.status = status;
        }

        /** As it stands in the answer. */
        public String text() {
            return text;
        }

        int status() {
            return status;
        }
    }

    private final Code code;

    SnsError(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    static SnsError invalid(String parameter, String reason) {
        return new SnsError(
                Code.INVALID_PARAMETER,
                "Invalid parameter: %s Reason: %s".formatted(parameter, reason));
    }

    static SnsError missing(String parameter) {
        return new SnsError(
                Code.VALIDATION_ERROR,
                "Value null at '%s' failed to satisfy constraint: Member must not be null"
                        .formatted(parameter));
    }

    static SnsError noTopic(String arn) {
        return new SnsError(
                Code.NOT_FOUND,
                "Topic does not exist: %s. Create it, or check the ARN.".formatted(arn));
    }

    static SnsError noSubscription(String arn) {
        return new SnsError(
                Code.NOT_FOUND,
                "Subscription does not exist: %s. Subscribe, or check the ARN.".formatted(arn));
    }
}

package io.spillway.local.sqs;

/** A refusal in Amazon SQS's own terms. Nothing has changed when it is thrown. */
public sealed class SqsError extends RuntimeException permits QueueDoesNotExist {

    /**
     * The errors that the stand-in answers with. Source: AWS SDK, service model of Amazon SQS
     * 2012-11-05, and Amazon SQS API Reference, "Common Errors".
     */
    public enum Code {
        BATCH_ENTRY_IDS_NOT_DISTINCT("BatchEntryIdsNotDistinct", true, 400),
        BATCH_REQUEST_TOO_LONG("BatchRequestTooLong", true, 400),
        EMPTY_BATCH_REQUEST("EmptyBatchRequest", true, 400),
        INTERNAL_FAILURE("InternalFailure", false, 500),
        INVALID_ACTION("InvalidAction", false, 400),
        INVALID_ADDRESS("InvalidAddress", false, 404),
        INVALID_ATTRIBUTE_NAME("InvalidAttributeName", false, 400),
        INVALID_ATTRIBUTE_VALUE("InvalidAttributeValue", false, 400),
        INVALID_BATCH_ENTRY_ID("InvalidBatchEntryId", true, 400),
        INVALID_MESSAGE_CONTENTS("InvalidMessageContents", false, 400),
        INVALID_PARAMETER_VALUE("InvalidParameterValue", false, 400),
        MESSAGE_NOT_INFLIGHT("MessageNotInflight", true, 400),
        MISSING_PARAMETER("MissingParameter", false, 400),
        OVER_LIMIT("OverLimit", false, 403),
        QUEUE_DOES_NOT_EXIST("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", 400),
        QUEUE_NAME_EXISTS("QueueNameExists", "QueueAlreadyExists", 400),
        RECEIPT_HANDLE_IS_INVALID("ReceiptHandleIsInvalid", false, 404),
        REQUEST_THROTTLED("RequestThrottled", false, 403),
        RESOURCE_NOT_FOUND("ResourceNotFoundException", false, 404),
        SERIALIZATION("SerializationException", false, 400),
        TOO_MANY_ENTRIES_IN_BATCH_REQUEST("TooManyEntriesInBatchRequest", true, 400),
        UNSUPPORTED_OPERATION("UnsupportedOperation", true, 400);

        private final String shape;
        private final String queryCode;
        private final int status;

        Code(String shape, boolean prefixed, int status) {
            this(shape, prefixed ? "AWS.SimpleQueueService." + shape : shape, status);
        }

        Code(String shape, String queryCode, int status) {
            this.shape = shape;
            this.queryCode = queryCode;
            this.status = status;
        }

        /** The shape in the JSON protocol, by which the SDK chooses the exception's class. */
        String shape() {
            return shape;
        }

        /** The code from the days of the Query protocol, which the SDK still shows. */
        public String queryCode() {
            return queryCode;
        }

        int status() {
            return status;
        }
    }

    private final Code code;

    SqsError(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    static SqsError missing(String parameter) {
        return new SqsError(
                Code.MISSING_PARAMETER,
                "The request must contain the parameter %s.".formatted(parameter));
    }

    static SqsError invalidValue(Object value, String parameter, String reason) {
        return new SqsError(
                Code.INVALID_PARAMETER_VALUE,
                "Value %s for parameter %s is invalid. Reason: %s"
                        .formatted(value, parameter, reason));
    }

    static SqsError invalidAttribute(String name, String reason) {
        return new SqsError(
                Code.INVALID_ATTRIBUTE_VALUE,
                "Invalid value for the parameter %s. Reason: %s".formatted(name, reason));
    }

    static SqsError invalidReceipt(String handle) {
        return new SqsError(
                Code.RECEIPT_HANDLE_IS_INVALID,
                "The input receipt handle \"%s\" is not a valid receipt handle.".formatted(handle));
    }
}

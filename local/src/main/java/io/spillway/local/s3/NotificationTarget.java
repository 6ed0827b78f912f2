package io.spillway.local.s3;

/** Where an S3 event notification goes. */
public sealed interface NotificationTarget {

    String arn();

    /** A standard SNS topic. */
    record Topic(String arn) implements NotificationTarget {}

    /** A standard SQS queue. */
    record Queue(String arn) implements NotificationTarget {}

    /**
     * The topic or queue that an ARN names.
     *
     * @throws S3Error if it names neither, or one that is FIFO
     */
    static NotificationTarget of(String arn) {
        var parts = arn.split(":", -1);
        var wellFormed = parts.length == 6 && parts[0].equals("arn") && !parts[5].isEmpty();
        if (!wellFormed || parts[5].endsWith(".fifo")) {
            throw S3Error.invalidArgument(
                    "Cannot notify \"%s\": expected the ARN of a standard SNS topic or SQS queue."
                            .formatted(arn));
        }
        return switch (parts[2]) {
            case "sns" -> new Topic(arn);
            case "sqs" -> new Queue(arn);
            default ->
                    throw S3Error.invalidArgument(
                            "Cannot notify \"%s\": \"%s\" is neither sns nor sqs."
                                    .formatted(arn, parts[2]));
        };
    }
}

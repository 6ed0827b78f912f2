package io.spillway.local.sqs;

/** There is no queue of that name. Another attempt won't help until someone creates it. */
public final class QueueDoesNotExist extends SqsError {

    QueueDoesNotExist(String name) {
        super(
                Code.QUEUE_DOES_NOT_EXIST,
                "The specified queue does not exist: %s. Create it, or check the name and the account."
                        .formatted(name));
    }
}

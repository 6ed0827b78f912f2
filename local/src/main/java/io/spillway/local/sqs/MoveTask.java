package io.spillway.local.sqs;

import io.spillway.pipeline.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The moving of a dead-letter queue's messages back to where they came from, or elsewhere. */
final class MoveTask implements Runnable {

    private enum Status {
        RUNNING,
        COMPLETED,
        CANCELLED,
        FAILED
    }

    private final String handle = UUID.randomUUID().toString();
    private final Queues queues;
    private final Queue source;
    private final Optional<Queue> destination;
    private final OptionalLong mostPerSecond;
    private final long startedAt;
    private final long toMove;

    private Status status = Status.RUNNING;
    private long moved;
    private String failure = "";

    /**
     * @param destination absent for the queue that gave each message up
     */
    MoveTask(Queues queues, Queue source, Optional<Queue> destination, OptionalLong mostPerSecond) {
        this.queues = queues;
        this.source = source;
        this.destination = destination;
        this.mostPerSecond = mostPerSecond;
        this.startedAt = queues.now();
        this.toMove = source.depth().visible();
    }

    String handle() {
        return handle;
    }

    String sourceArn() {
        return source.arn();
    }

    synchronized boolean isRunning() {
        return status == Status.RUNNING;
    }

    /**
     * Stops after the message it is at.
     *
     * @return messages moved so far
     */
    synchronized long cancel() {
        if (status == Status.RUNNING) {
            status = Status.CANCELLED;
        }
        return moved;
    }

    @Override
    public void run() {
        try {
            while (moveNext()) {
                if (mostPerSecond.isPresent()) {
                    Thread.sleep(1_000 / mostPerSecond.getAsLong());
                }
            }
        } catch (SqsError e) {
            end(Status.FAILED, e.getMessage());
        } catch (InterruptedException _) {
            end(Status.CANCELLED, "");
        }
    }

    private synchronized boolean moveNext() {
        if (status != Status.RUNNING) {
            return false;
        }
        if (moved == toMove || !source.moveOne(this::target)) {
            end(Status.COMPLETED, "");
            return false;
        }
        moved++;
        return true;
    }

    private Queue target(Optional<String> deadLetterSource) {
        return destination
                .or(() -> deadLetterSource.flatMap(queues::findByArn))
                .orElseThrow(
                        () ->
                                new SqsError(
                                        SqsError.Code.RESOURCE_NOT_FOUND,
                                        "Cannot move a message of %s: the queue it came from isn't known or is gone. Start the task with a DestinationArn."
                                                .formatted(source.name())));
    }

    private synchronized void end(Status end, String reason) {
        status = end;
        failure = reason;
    }

    synchronized JsonObject toJson() {
        var json =
                JsonObject.of()
                        .put("Status", status.name())
                        .put("SourceArn", source.arn())
                        .put("StartedTimestamp", startedAt)
                        .put("ApproximateNumberOfMessagesMoved", moved)
                        .put("ApproximateNumberOfMessagesToMove", toMove)
                        .putWhole("MaxNumberOfMessagesPerSecond", mostPerSecond)
                        .putText("DestinationArn", destination.map(Queue::arn));
        if (status == Status.RUNNING) {
            json.put("TaskHandle", handle);
        }
        if (status == Status.FAILED) {
            json.put("FailureReason", failure);
        }
        return json.build();
    }
}

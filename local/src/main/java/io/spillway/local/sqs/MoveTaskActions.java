package io.spillway.local.sqs;

import io.spillway.local.sqs.SqsError.Code;
import io.spillway.pipeline.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;

/** The operations on move tasks. Tasks end with the process; what they moved stays moved. */
final class MoveTaskActions {

    /** Source: Amazon SQS API Reference, "StartMessageMoveTask" and "ListMessageMoveTasks". */
    private static final int MOST_PER_SECOND = 500;

    private static final int MOST_LISTED = 10;

    private final Queues queues;
    private final Deque<MoveTask> newestFirst = new ArrayDeque<>();

    MoveTaskActions(Queues queues) {
        this.queues = queues;
    }

    Map<String, SqsHandler.Action> byName() {
        return Map.of(
                "CancelMessageMoveTask", this::cancel,
                "ListMessageMoveTasks", this::list,
                "StartMessageMoveTask", this::start);
    }

    private synchronized JsonObject start(Request request) {
        var source = queue(request.text("SourceArn"));
        checkStartable(source);
        var task =
                new MoveTask(
                        queues,
                        source,
                        request.optionalText("DestinationArn").map(this::queue),
                        request.number("MaxNumberOfMessagesPerSecond", 1, MOST_PER_SECOND));
        newestFirst.addFirst(task);
        newestFirst.removeAll(of(source.arn()).skip(MOST_LISTED).toList());
        Thread.startVirtualThread(task);
        return JsonObject.of().put("TaskHandle", task.handle()).build();
    }

    private void checkStartable(Queue source) {
        if (queues.sourcesOf(source).isEmpty()) {
            throw SqsError.invalidValue(
                    source.arn(),
                    "SourceArn",
                    "Source queue must be configured as a Dead Letter Queue.");
        }
        if (of(source.arn()).anyMatch(MoveTask::isRunning)) {
            throw new SqsError(
                    Code.UNSUPPORTED_OPERATION,
                    "There is already a task running for %s. Only one active task is allowed for a source queue arn at a given time."
                            .formatted(source.name()));
        }
    }

    private synchronized JsonObject list(Request request) {
        var source = queue(request.text("SourceArn"));
        long most = request.number("MaxResults", 1, MOST_LISTED).orElse(1);
        return JsonObject.of()
                .put("Results", of(source.arn()).limit(most).map(MoveTask::toJson).toList())
                .build();
    }

    private synchronized JsonObject cancel(Request request) {
        var handle = request.text("TaskHandle");
        var task =
                newestFirst.stream()
                        .filter(one -> one.handle().equals(handle) && one.isRunning())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new SqsError(
                                                Code.RESOURCE_NOT_FOUND,
                                                "Task does not exist, or is over: %s."
                                                        .formatted(handle)));
        return JsonObject.of().put("ApproximateNumberOfMessagesMoved", task.cancel()).build();
    }

    private Stream<MoveTask> of(String sourceArn) {
        return newestFirst.stream().filter(task -> task.sourceArn().equals(sourceArn));
    }

    private Queue queue(String arn) {
        return queues.findByArn(arn)
                .orElseThrow(
                        () ->
                                new SqsError(
                                        Code.RESOURCE_NOT_FOUND,
                                        "The resource that you specified for the queue doesn't exist: %s."
                                                .formatted(arn)));
    }
}

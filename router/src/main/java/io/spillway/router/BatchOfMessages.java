package io.spillway.router;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.LogField;
import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import io.spillway.router.intake.IntakeParser;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Handles the messages of one invocation side by side, and tells which of them must come again. */
final class BatchOfMessages {

    private static final Logger LOG = System.getLogger(BatchOfMessages.class.getName());

    /**
     * It will not read better later: it is on its way to the dead-letter queue and need not wait.
     */
    private static final Duration BETWEEN_LOOKS_AT_THE_UNREADABLE = Duration.ofSeconds(1);

    private final Router router;
    private final IntakeQueue queue;
    private final Meter meter;
    private final Subject pipeline;

    BatchOfMessages(Router router, IntakeQueue queue, Meter meter, Subject pipeline) {
        this.router = router;
        this.queue = queue;
        this.meter = meter;
        this.pipeline = pipeline;
    }

    /**
     * One message that fails never repeats the others.
     *
     * <p>SQS may deliver a message twice in one batch. The answer names messages by their ids, so
     * that it can't tell two copies apart: they are one message here, handled once.
     */
    SQSBatchResponse handle(List<SQSEvent.SQSMessage> messages, Invocation invocation)
            throws InterruptedException {
        var failures = new ArrayList<SQSBatchResponse.BatchItemFailure>();
        var copies =
                messages.stream()
                        .collect(
                                groupingBy(
                                        SQSEvent.SQSMessage::getMessageId,
                                        LinkedHashMap::new,
                                        toList()));
        var context = LogContext.current();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new LinkedHashMap<String, Future<Boolean>>();
            copies.forEach(
                    (id, message) -> {
                        var ofMessage = context.with(LogField.MESSAGE_ID, id).watched();
                        done.put(id, threads.submit(() -> isDone(message, ofMessage, invocation)));
                    });
            for (var message : copies.entrySet()) {
                if (!await(message.getValue(), done.get(message.getKey()))) {
                    failures.add(new SQSBatchResponse.BatchItemFailure(message.getKey()));
                }
            }
        }
        return new SQSBatchResponse(failures);
    }

    private boolean await(List<SQSEvent.SQSMessage> copies, Future<Boolean> done)
            throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            // Whatever went wrong with this message, the others of the batch have their own
            // results.
            var message = copies.getFirst();
            var where = LogContext.current().with(LogField.MESSAGE_ID, message.getMessageId());
            return isDone(copies, failed(message, where, e.getCause()));
        }
    }

    private boolean isDone(
            List<SQSEvent.SQSMessage> copies, LogContext context, Invocation invocation) {
        var message = copies.getFirst();
        var intake = IntakeParser.read(message.getBody());
        var trace = MessageTrace.of(message, intake.trace());
        var traced = context.within(trace);
        Handled handled;
        try {
            handled = traced.call(() -> router.handle(intake.message(), trace, invocation));
        } catch (IOException | RuntimeException e) {
            handled = failed(message, traced.ofThrown(e), e);
        }
        var result = handled;
        return traced.call(() -> isDone(copies, result));
    }

    private static Handled failed(SQSEvent.SQSMessage message, LogContext where, Throwable e) {
        where.run(
                () ->
                        LOG.log(
                                Level.WARNING,
                                "Message " + message.getMessageId() + " failed and comes again",
                                e));
        return new Handled.Again(backOff(message), String.valueOf(e.getMessage()));
    }

    /** 1 s after the first time, doubling to 64 s, so that a service in trouble gets air. */
    private static Duration backOff(SQSEvent.SQSMessage message) {
        var received =
                Integer.parseInt(
                        message.getAttributes().getOrDefault("ApproximateReceiveCount", "1"));
        return Duration.ofSeconds(1L << Math.clamp(received - 1, 0, 6));
    }

    private boolean isDone(List<SQSEvent.SQSMessage> copies, Handled handled) {
        var id = copies.getFirst().getMessageId();
        meter.count(Metric.MESSAGES, pipeline);
        return switch (handled) {
            case Handled.Done _ -> true;
            case Handled.Unreadable(var why) -> {
                LOG.log(
                        Level.ERROR,
                        "Message {0} can not be read and will end in the dead-letter queue: {1}",
                        id,
                        why);
                meter.count(Metric.MESSAGES_UNREADABLE, pipeline);
                copies.forEach(copy -> comeAgain(copy, BETWEEN_LOOKS_AT_THE_UNREADABLE));
                yield false;
            }
            case Handled.Again(var after, var why) -> {
                LOG.log(Level.DEBUG, "Message {0} comes again in {1}: {2}", id, after, why);
                meter.count(Metric.MESSAGES_AGAIN, pipeline);
                copies.forEach(copy -> comeAgain(copy, after));
                yield false;
            }
        };
    }

    private void comeAgain(SQSEvent.SQSMessage message, Duration after) {
        try {
            queue.retryAfter(message.getReceiptHandle(), after);
        } catch (IOException e) {
            // It comes again all the same, only later: after the queue's own visibility timeout.
            LOG.log(
                    Level.INFO,
                    "Message {0} comes again later than meant: {1}",
                    message.getMessageId(),
                    e.getMessage());
        }
    }
}

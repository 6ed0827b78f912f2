package io.spillway.router;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.LogField;
import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import io.spillway.pipeline.telemetry.TraceContext;
import io.spillway.pipeline.work.WorkScope;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.IntakeParser;
import io.spillway.router.submission.JobSubmission;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
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
    private final JobSubmission submission;
    private final IntakeQueue intake;
    private final IntakeQueue submissions;
    private final Meter meter;
    private final Subject pipeline;

    BatchOfMessages(
            Router router,
            JobSubmission submission,
            IntakeQueue intake,
            IntakeQueue submissions,
            Meter meter,
            Subject pipeline) {
        this.router = router;
        this.submission = submission;
        this.intake = intake;
        this.submissions = submissions;
        this.meter = meter;
        this.pipeline = pipeline;
    }

    /** The same without metrics. */
    BatchOfMessages uncounted() {
        return new BatchOfMessages(router, submission, intake, submissions, Meter.NONE, pipeline);
    }

    /**
     * A message in all its copies, and what it means.
     *
     * @param context of all that is logged about it
     */
    private record Told(
            List<SQSEvent.SQSMessage> copies,
            IntakeMessage meaning,
            Optional<TraceContext> trace,
            LogContext context) {

        static Told of(List<SQSEvent.SQSMessage> copies) {
            var first = copies.getFirst();
            var read = IntakeParser.read(first.getBody());
            var trace = MessageTrace.of(first, read.trace());
            var context =
                    LogContext.current()
                            .with(LogField.MESSAGE_ID, first.getMessageId())
                            .watched()
                            .within(trace);
            return new Told(copies, read.message(), trace, about(read.message(), context));
        }

        private static LogContext about(IntakeMessage meaning, LogContext context) {
            return switch (meaning) {
                case IntakeMessage.Single _ -> context;
                case IntakeMessage.Submission(var task) ->
                        context.call(() -> WorkScope.of(task.item()));
            };
        }

        /** The dispatcher tells of other work items that come again. */
        private Level levelOfComingAgain() {
            return switch (meaning) {
                case IntakeMessage.Single _ -> Level.DEBUG;
                case IntakeMessage.Submission _ -> Level.INFO;
            };
        }

        SQSEvent.SQSMessage first() {
            return copies.getFirst();
        }
    }

    /**
     * One message that fails never repeats the others.
     *
     * <p>SQS may deliver a message twice in one batch. The answer names messages by their ids, so
     * that it can't tell two copies apart: they are one message here, handled once.
     */
    SQSBatchResponse handle(List<SQSEvent.SQSMessage> messages, Invocation invocation)
            throws InterruptedException {
        var told =
                messages.stream()
                        .collect(
                                groupingBy(
                                        SQSEvent.SQSMessage::getMessageId,
                                        LinkedHashMap::new,
                                        toList()))
                        .values()
                        .stream()
                        .map(Told::of)
                        .toList();
        var failures = new ArrayList<SQSBatchResponse.BatchItemFailure>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var handled = start(told, invocation, threads);
            for (int i = 0; i < told.size(); i++) {
                var message = told.get(i);
                var result = await(message, handled.get(i));
                if (!message.context().call(() -> isDone(message, result))) {
                    failures.add(
                            new SQSBatchResponse.BatchItemFailure(message.first().getMessageId()));
                }
            }
        }
        return new SQSBatchResponse(failures);
    }

    /** All messages come again at once, so that a fresh process takes them. */
    void giveBack(List<SQSEvent.SQSMessage> messages) throws IOException {
        Parallel.map(
                messages,
                message -> {
                    comeAgain(Told.of(List.of(message)), Duration.ZERO);
                    return message;
                });
    }

    /** Each message on a thread of its own, but tasks that wait for a job together on one. */
    private List<Future<Handled>> start(
            List<Told> told, Invocation invocation, ExecutorService threads) {
        var tasks = new ArrayList<Task>();
        for (var message : told) {
            if (message.meaning() instanceof IntakeMessage.Submission(var task)) {
                tasks.add(task);
            }
        }
        var context = LogContext.current();
        var submitted =
                CompletableFuture.supplyAsync(
                        () -> context.call(() -> submit(tasks, invocation)), threads);
        var handled = new ArrayList<Future<Handled>>();
        var submissionsSoFar = 0;
        for (var message : told) {
            switch (message.meaning()) {
                case IntakeMessage.Single single ->
                        handled.add(threads.submit(() -> handle(message, single, invocation)));
                case IntakeMessage.Submission _ -> {
                    var index = submissionsSoFar++;
                    handled.add(submitted.thenApply(all -> all.get(index)));
                }
            }
        }
        return handled;
    }

    private Handled handle(Told message, IntakeMessage.Single single, Invocation invocation)
            throws IOException {
        return message.context().call(() -> router.handle(single, message.trace(), invocation));
    }

    private List<Handled> submit(List<Task> tasks, Invocation invocation) {
        try {
            return submission.submit(tasks, invocation.deadline());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(
                    new InterruptedIOException("Interrupted while jobs were submitted."));
        }
    }

    private static Handled await(Told message, Future<Handled> handled)
            throws InterruptedException {
        try {
            return handled.get();
        } catch (ExecutionException e) {
            // Whatever went wrong with this message, the others of the batch have their own
            // results.
            return failed(message, e.getCause());
        }
    }

    private static Handled failed(Told message, Throwable e) {
        message.context()
                .ofThrown(e)
                .run(
                        () ->
                                LOG.log(
                                        Level.WARNING,
                                        "Message "
                                                + message.first().getMessageId()
                                                + " failed and comes again",
                                        e));
        return new Handled.Again(backOff(message.first()), String.valueOf(e.getMessage()));
    }

    /** 1 s after the first time, doubling to 64 s, so that a service in trouble gets air. */
    private static Duration backOff(SQSEvent.SQSMessage message) {
        var received =
                Integer.parseInt(
                        message.getAttributes().getOrDefault("ApproximateReceiveCount", "1"));
        return Duration.ofSeconds(1L << Math.clamp(received - 1, 0, 6));
    }

    private boolean isDone(Told message, Handled handled) {
        var id = message.first().getMessageId();
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
                comeAgain(message, BETWEEN_LOOKS_AT_THE_UNREADABLE);
                yield false;
            }
            case Handled.Again(var after, var why) -> {
                LOG.log(
                        message.levelOfComingAgain(),
                        "Message {0} comes again in {1}: {2}",
                        id,
                        after,
                        why);
                meter.count(Metric.MESSAGES_AGAIN, pipeline);
                comeAgain(message, after);
                yield false;
            }
        };
    }

    private void comeAgain(Told message, Duration after) {
        var queue =
                switch (message.meaning()) {
                    case IntakeMessage.Single _ -> intake;
                    case IntakeMessage.Submission _ -> submissions;
                };
        for (var copy : message.copies()) {
            try {
                queue.retryAfter(copy.getReceiptHandle(), after);
            } catch (IOException e) {
                // It comes again all the same, only later: after the queue's own visibility
                // timeout.
                LOG.log(
                        Level.INFO,
                        "Message {0} comes again later than meant: {1}",
                        copy.getMessageId(),
                        e.getMessage());
            }
        }
    }
}

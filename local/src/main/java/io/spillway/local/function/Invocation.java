package io.spillway.local.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.telemetry.LogContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** One call of a handler with one batch of messages. */
final class Invocation {

    private final RequestStreamHandler handler;
    private final List<SqsRecord> records;
    private final Context context;
    private final FunctionLog log;

    Invocation(
            RequestStreamHandler handler,
            List<SqsRecord> records,
            Context context,
            FunctionLog log) {
        this.handler = handler;
        this.records = records;
        this.context = context;
        this.log = log;
    }

    /**
     * Calls the handler and waits for it, but no longer than its timeout. A handler that goes on
     * after that is interrupted, and whatever it answers is thrown away.
     */
    BatchOutcome run(Duration timeout) throws InterruptedException {
        var id = context.getAwsRequestId();
        var start = System.nanoTime();
        log.line("START RequestId: %s Version: %s", id, context.getFunctionVersion());
        var outcome = call(timeout);
        outcome.problem().ifPresent(problem -> log.line("%s %s", id, problem));
        log.line("END RequestId: %s", id);
        log.line(
                "REPORT RequestId: %s Duration: %.2f ms Memory Size: %d MB Messages: %d Failed: %d",
                id,
                (System.nanoTime() - start) / 1e6,
                context.getMemoryLimitInMB(),
                records.size(),
                outcome.failed().size());
        return outcome;
    }

    private BatchOutcome call(Duration timeout) throws InterruptedException {
        var task = new FutureTask<>(this::answer);
        Thread.ofVirtual().name("invocation-" + context.getAwsRequestId()).start(task);
        try {
            return BatchOutcome.of(task.get(timeout.toNanos(), TimeUnit.NANOSECONDS), messageIds());
        } catch (TimeoutException e) {
            task.cancel(true);
            return BatchOutcome.wholeBatchFailed(
                    messageIds(),
                    "Task timed out after %.2f seconds".formatted(timeout.toMillis() / 1000.0));
        } catch (ExecutionException e) {
            return BatchOutcome.wholeBatchFailed(messageIds(), stackTrace(e.getCause()));
        }
    }

    private String answer() throws Exception {
        var out = new ByteArrayOutputStream();
        LogContext.current()
                .writingTo(log::log)
                .call(
                        () -> {
                            handler.handleRequest(new ByteArrayInputStream(event()), out, context);
                            return null;
                        });
        return out.toString(StandardCharsets.UTF_8);
    }

    private byte[] event() {
        var event = JsonObject.of().put("Records", records.stream().map(SqsRecord::json).toList());
        return Json.writeBytes(event.build());
    }

    private Set<String> messageIds() {
        return records.stream().map(SqsRecord::messageId).collect(Collectors.toSet());
    }

    private static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}

package io.spillway.local.function;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A Lambda function with an SQS event source mapping, in this process.
 *
 * <p>Messages that a function has done with are deleted; the others come again when their
 * visibility timeout is over. Unlike in Lambda, all invocations share one handler and one process.
 */
public final class FunctionHost implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(FunctionHost.class.getName());

    /** How long to wait after SQS couldn't be asked. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** How long {@link #close} waits for the invocations under way, at most. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

    private static final int MAX_DELETED = 10;

    private final RequestStreamHandler handler;
    private final FunctionConfiguration configuration;
    private final SqsClient sqs;
    private final Semaphore free;
    private final AtomicInteger running = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private FunctionLog log;
    private Thread poller;

    public FunctionHost(
            RequestStreamHandler handler, FunctionConfiguration configuration, SqsClient sqs) {
        this.handler = handler;
        this.configuration = configuration;
        this.sqs = sqs;
        this.free = new Semaphore(configuration.maximumConcurrency());
    }

    /**
     * Starts polling.
     *
     * @throws SdkException if the queue doesn't answer
     * @throws UncheckedIOException if the log can't be written
     */
    public void start() {
        var arn =
                sqs.getQueueAttributes(
                                request ->
                                        request.queueUrl(configuration.queueUrl())
                                                .attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN);
        try {
            log = FunctionLog.open(configuration.log());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot write the log %s of function %s."
                            .formatted(configuration.log(), configuration.name()),
                    e);
        }
        poller =
                Thread.ofPlatform()
                        .daemon()
                        .name("function-" + configuration.name())
                        .start(() -> poll(arn));
    }

    /** Invocations running now. */
    public int inFlight() {
        return running.get();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void poll(String queueArn) {
        var collector = new BatchCollector(sqs, configuration, queueArn);
        try {
            while (!isClosing()) {
                free.acquire();
                var batch = isClosing() ? List.<SqsRecord>of() : collect(collector);
                if (batch.isEmpty()) {
                    free.release();
                } else {
                    running.incrementAndGet();
                    Thread.ofVirtual().start(() -> process(batch, queueArn));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<SqsRecord> collect(BatchCollector collector) throws InterruptedException {
        try {
            return collector.collect(this::isClosing);
        } catch (SdkException e) {
            if (!isClosing()) {
                LOG.log(Level.WARNING, "Queue not polled, will be tried again: {0}", e.toString());
            }
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            return List.of();
        }
    }

    private void process(List<SqsRecord> batch, String queueArn) {
        try {
            var context = new InvocationContext(configuration, functionArn(queueArn), log);
            var outcome = new Invocation(handler, batch, context, log).run(configuration.timeout());
            delete(
                    batch.stream()
                            .filter(record -> !outcome.failed().contains(record.messageId()))
                            .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
            free.release();
        }
    }

    private String functionArn(String queueArn) {
        var parts = queueArn.split(":");
        return "arn:aws:lambda:%s:%s:function:%s"
                .formatted(parts[3], parts[4], configuration.name());
    }

    private void delete(List<SqsRecord> done) {
        for (int from = 0; from < done.size(); from += MAX_DELETED) {
            var some = done.subList(from, Math.min(done.size(), from + MAX_DELETED));
            try {
                deleteBatch(some);
            } catch (SdkException e) {
                LOG.log(Level.WARNING, "Messages not deleted, will come again: {0}", e.toString());
            }
        }
    }

    private void deleteBatch(List<SqsRecord> done) {
        var entries = new ArrayList<DeleteMessageBatchRequestEntry>();
        for (var record : done) {
            entries.add(
                    DeleteMessageBatchRequestEntry.builder()
                            .id(Integer.toString(entries.size()))
                            .receiptHandle(record.receiptHandle())
                            .build());
        }
        sqs.deleteMessageBatch(
                        request -> request.queueUrl(configuration.queueUrl()).entries(entries))
                .failed()
                .forEach(
                        failure ->
                                LOG.log(
                                        Level.WARNING,
                                        "Message not deleted, will come again: {0}",
                                        failure.message()));
    }

    /**
     * Stops polling and waits for the invocations under way, up to 10 seconds. What isn't done by
     * then comes again.
     */
    @Override
    public void close() {
        closing.countDown();
        if (poller == null) {
            return;
        }
        try {
            poller.join(CLOSE_WAIT);
            var all = configuration.maximumConcurrency();
            if (free.tryAcquire(all, CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                free.release(all);
            }
            log.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Log not closed: {0}", e.toString());
        }
    }
}

package io.spillway.local.function;

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

/**
 * One event source mapping at work: gathers messages of its queue, has them processed, and deletes
 * those that are done with.
 */
final class QueuePoller implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(QueuePoller.class.getName());

    /** How long to wait after SQS couldn't be asked. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** How long {@link #close} waits for the invocations under way, at most. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

    private static final int MAX_DELETED = 10;

    /** Has a batch processed. */
    @FunctionalInterface
    interface Processing {
        BatchOutcome process(List<SqsRecord> batch) throws InterruptedException;
    }

    private final EventSourceMapping mapping;
    private final SqsClient sqs;
    private final Processing processing;
    private final Semaphore free;
    private final AtomicInteger running = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private QueuePoller(
            String name,
            EventSourceMapping mapping,
            String queueArn,
            SqsClient sqs,
            Processing processing) {
        this.mapping = mapping;
        this.sqs = sqs;
        this.processing = processing;
        this.free = new Semaphore(mapping.maximumConcurrency());
        var collector = new BatchCollector(sqs, mapping, queueArn);
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> poll(collector));
    }

    /** Starts polling, in a thread of that name. */
    static QueuePoller start(
            String name,
            EventSourceMapping mapping,
            String queueArn,
            SqsClient sqs,
            Processing processing) {
        var poller = new QueuePoller(name, mapping, queueArn, sqs, processing);
        poller.thread.start();
        return poller;
    }

    /** Invocations running now. */
    int inFlight() {
        return running.get();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void poll(BatchCollector collector) {
        try {
            while (!isClosing()) {
                free.acquire();
                var batch = isClosing() ? List.<SqsRecord>of() : collect(collector);
                if (batch.isEmpty()) {
                    free.release();
                } else {
                    running.incrementAndGet();
                    Thread.ofVirtual().start(() -> process(batch));
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

    private void process(List<SqsRecord> batch) {
        try {
            var outcome = processing.process(batch);
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
        sqs.deleteMessageBatch(request -> request.queueUrl(mapping.queueUrl()).entries(entries))
                .failed()
                .forEach(
                        failure ->
                                LOG.log(
                                        Level.WARNING,
                                        "Message not deleted, will come again: {0}",
                                        failure.message()));
    }

    /** Polls no more; returns at once. */
    void stop() {
        closing.countDown();
    }

    /** Stops polling and waits for the invocations under way, up to 10 seconds. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(CLOSE_WAIT);
            var all = mapping.maximumConcurrency();
            if (free.tryAcquire(all, CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                free.release(all);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

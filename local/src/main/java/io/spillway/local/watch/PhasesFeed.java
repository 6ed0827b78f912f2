package io.spillway.local.watch;

import io.spillway.local.stack.Services;
import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/** What is published on a topic from now on, each once by its id, until it is closed. */
public final class PhasesFeed implements AutoCloseable {

    /** Ids that are remembered: a repetition comes within minutes. */
    private static final int REMEMBERED = 100_000;

    /** That wait to be taken; then the rest waits in the queue. */
    private static final int MOST_WAITING = 1_000;

    /** Source: longest of Amazon SQS, {@code WaitTimeSeconds}. */
    private static final int LONG_POLL_SECONDS = 20;

    private static final Duration BETWEEN_RENEWALS = TemporaryQueue.LEASE.dividedBy(3);

    private final Services services;
    private final TemporaryQueue queue;
    private final Clock clock;
    private final BlockingQueue<Told> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Set<String> seen = Collections.newSetFromMap(new Remembered());
    private volatile boolean closing;

    /** An event, or why there are no more. */
    private sealed interface Told {
        record Event(CloudEvent event) implements Told {}

        record Trouble(IOException why) implements Told {}
    }

    private static final class Remembered extends LinkedHashMap<String, Boolean> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }

    private PhasesFeed(Services services, TemporaryQueue queue, Clock clock) {
        this.services = services;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Subscribes to a topic. Whatever is published after this has returned is told.
     *
     * @param filterPolicy by message attributes; absent for everything
     * @throws IOException if it can't be subscribed to
     */
    public static PhasesFeed of(
            Services services, String topicArn, Optional<String> filterPolicy, Clock clock)
            throws IOException {
        try {
            var random = UUID.randomUUID().toString().substring(0, 8);
            var queue = TemporaryQueue.subscribe(services, topicArn, filterPolicy, clock, random);
            var feed = new PhasesFeed(services, queue, clock);
            Thread.ofPlatform().daemon().name("phases-feed").start(feed::listen);
            return feed;
        } catch (SdkException e) {
            throw new IOException(
                    "Cannot subscribe to %s: %s".formatted(topicArn, e.getMessage()), e);
        }
    }

    /**
     * The next event; empty if none came in time.
     *
     * @throws IOException if no more can be received
     */
    public Optional<CloudEvent> next(Duration wait) throws InterruptedException, IOException {
        return switch (waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            case null -> Optional.empty();
            case Told.Event(var event) -> Optional.of(event);
            case Told.Trouble(var why) -> throw why;
        };
    }

    private void listen() {
        try {
            var renewed = clock.instant();
            while (!closing) {
                receive();
                renewed = renewIfDue(renewed);
            }
        } catch (SdkException e) {
            tell(
                    new Told.Trouble(
                            new IOException(
                                    "Cannot receive events from %s: %s"
                                            .formatted(queue.url(), e.getMessage()),
                                    e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Instant renewIfDue(Instant renewed) {
        if (clock.instant().isBefore(renewed.plus(BETWEEN_RENEWALS))) {
            return renewed;
        }
        queue.renew();
        return clock.instant();
    }

    private void tell(Told last) {
        try {
            waiting.put(last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive() throws InterruptedException {
        var messages =
                services.sqs()
                        .receiveMessage(
                                receive ->
                                        receive.queueUrl(queue.url())
                                                .maxNumberOfMessages(10)
                                                .waitTimeSeconds(LONG_POLL_SECONDS))
                        .messages();
        for (var message : messages) {
            var event = read(message.body());
            if (event.isPresent() && seen.add(event.get().id())) {
                waiting.put(new Told.Event(event.get()));
            }
        }
        if (!messages.isEmpty()) {
            delete(messages);
        }
    }

    private static Optional<CloudEvent> read(String body) {
        try {
            return Optional.of(CloudEvent.fromJson(Json.readObject(body)));
        } catch (IllegalArgumentException | DateTimeException _) {
            return Optional.empty(); // others may publish on the topic too
        }
    }

    private void delete(List<Message> messages) {
        var entries =
                IntStream.range(0, messages.size())
                        .mapToObj(
                                i ->
                                        DeleteMessageBatchRequestEntry.builder()
                                                .id(Integer.toString(i))
                                                .receiptHandle(messages.get(i).receiptHandle())
                                                .build())
                        .toList();
        services.sqs().deleteMessageBatch(delete -> delete.queueUrl(queue.url()).entries(entries));
    }

    /**
     * Removes the subscription and its queue. A second call does nothing.
     *
     * @throws IOException if that failed; what is left is removed when somebody watches again
     */
    @Override
    public void close() throws IOException {
        if (closing) {
            return;
        }
        closing = true;
        try {
            queue.close();
        } catch (SdkException e) {
            throw new IOException(
                    "Cannot remove %s: %s The next ./spillway watch of the topic removes it, once it is %d minutes old."
                            .formatted(
                                    queue.url(), e.getMessage(), TemporaryQueue.LEASE.toMinutes()),
                    e);
        }
    }
}

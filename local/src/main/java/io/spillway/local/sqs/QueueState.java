package io.spillway.local.sqs;

import io.spillway.local.sqs.Change.Count;
import io.spillway.local.sqs.QueueAttributes.Redrive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * What is known of one queue. Changes only in {@link #apply}, alike for a change that has just
 * happened and for one read back from the journal. Guarded by the queue's lock, but for {@link
 * #nextNumber} and {@link #deliver}.
 */
final class QueueState {

    /** Numbers of one millisecond; so many messages could be sent in it. */
    private static final long NUMBERS_PER_MILLI = 1_000_000;

    private record Arrival(Message message, Count count) {}

    final Environment environment;
    final String name;
    final long createdAt;
    final Shelves shelves = new Shelves();
    final Deduplication deduplication = new Deduplication();

    private final ConcurrentLinkedQueue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicLong lastNumber = new AtomicLong();
    private QueueAttributes attributes;
    private Optional<Redrive> redrive;
    private Map<String, String> tags;
    private long configuredAt;

    QueueState(Environment environment, Change.Created created) {
        this.environment = environment;
        this.name = created.queue();
        this.createdAt = created.at();
        this.tags = Map.copyOf(created.tags());
        configure(created.attributes(), created.at());
    }

    private void configure(Map<String, String> values, long at) {
        attributes = new QueueAttributes(values);
        redrive = attributes.redrive();
        configuredAt = at;
    }

    /** Writes a change into the journal and takes it into this state. */
    void record(Change change) {
        environment.journal().accept(change);
        apply(change);
    }

    void apply(Change change) {
        switch (change) {
            case Change.Configured(var _, var values, var at) -> configure(values, at);
            case Change.Tagged(var _, var newTags) -> tags = Map.copyOf(newTags);
            case Change.Sent(var _, var messages) -> messages.forEach(this::add);
            case Change.Received(var _, var counts) -> counts.forEach(this::count);
            case Change.Removed(var _, var numbers) -> numbers.forEach(shelves::remove);
            case Change.Moved moved -> move(moved);
            case Change.Purged _ -> shelves.clear();
            case Change.Remembered(var _, var sent) -> sent.forEach(deduplication::remember);
            case Change.Created _, Change.Deleted _ ->
                    throw new IllegalArgumentException("%s isn't of one queue.".formatted(change));
        }
    }

    private void add(Message message) {
        lastNumber.accumulateAndGet(message.number(), Math::max);
        shelves.add(new Held(message));
        message.draft()
                .deduplicationId()
                .filter(_ -> attributes.isFifo())
                .ifPresent(
                        _ ->
                                deduplication.remember(
                                        new Deduplication.Sent(
                                                deduplicationKey(message.draft()),
                                                message.id(),
                                                message.number(),
                                                message.sentAt())));
    }

    /** What has to be equal for two messages to be the same one. */
    String deduplicationKey(Draft draft) {
        var id = draft.deduplicationId().orElseThrow();
        return attributes.is("DeduplicationScope", "messageGroup")
                ? draft.groupId().orElse("") + "/" + id
                : id;
    }

    private void count(Count count) {
        shelves.find(count.number())
                .ifPresent(
                        held -> {
                            held.receives = count.receives();
                            held.firstReceivedAt = count.firstAt();
                        });
    }

    private void move(Change.Moved moved) {
        moved.numbers().forEach(shelves::remove);
        environment
                .queues()
                .apply(environment.arn(moved.to()))
                .ifPresent(queue -> queue.deliver(moved));
    }

    /**
     * Takes in what another queue gave up, to be seen after the next {@link #settle}. The other
     * queue's lock is held meanwhile, so this one's isn't taken.
     */
    void deliver(Change.Moved moved) {
        for (int at = 0; at < moved.messages().size(); at++) {
            arrivals.add(new Arrival(moved.messages().get(at), moved.counts().get(at)));
        }
    }

    /** Brings the shelves up to date. Whether there is something to receive that wasn't before. */
    boolean settle(long now) {
        for (var arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            add(arrival.message());
            count(arrival.count());
        }
        return shelves.settle(now, now - attributes.millis("MessageRetentionPeriod") + 1);
    }

    /** A number above all before, also those before a restart. Any thread may call this. */
    long nextNumber() {
        long least = environment.now() * NUMBERS_PER_MILLI;
        return lastNumber.updateAndGet(last -> Math.max(last + 1, least));
    }

    QueueAttributes attributes() {
        return attributes;
    }

    Optional<Redrive> redrive() {
        return redrive;
    }

    Map<String, String> tags() {
        return tags;
    }

    long configuredAt() {
        return configuredAt;
    }

    /** The fewest changes that lead here. */
    Stream<Change> snapshot() {
        var changes = new ArrayList<Change>();
        changes.add(new Change.Created(name, attributes.values(), tags, createdAt));
        changes.add(new Change.Configured(name, attributes.values(), configuredAt));
        for (var held : shelves.all()) {
            changes.add(new Change.Sent(name, List.of(held.message)));
            if (held.receives > 0) {
                var count = new Count(held.number(), held.receives, held.firstReceivedAt);
                changes.add(new Change.Received(name, List.of(count)));
            }
        }
        var remembered = deduplication.all(environment.now());
        if (!remembered.isEmpty()) {
            changes.add(new Change.Remembered(name, remembered));
        }
        return changes.stream();
    }
}

package io.spillway.local.sns;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Carries notifications to subscribers, each at least once. A delivery is pending from the line of
 * the journal that tells of the publish to the one that tells it is over, so a kill in between
 * repeats it.
 */
final class Deliveries implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());

    /** Most a delivery can be late by a fault. */
    private static final int MOST_LATE_MILLIS = 2_000;

    private record Key(String notificationId, String subscriptionArn) {}

    private final Map<Key, Notification> pending = new ConcurrentHashMap<>();
    private final Set<Key> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Consumer<SnsChange> journal;
    private final Function<String, Optional<Subscription>> subscriptions;
    private final Courier courier;
    private final Faults faults;

    /**
     * @param subscriptions the subscription with an ARN, if there is one still
     */
    Deliveries(
            Consumer<SnsChange> journal,
            Function<String, Optional<Subscription>> subscriptions,
            Courier courier,
            Faults faults) {
        this.journal = journal;
        this.subscriptions = subscriptions;
        this.courier = courier;
        this.faults = faults;
    }

    /** Takes a change into the state, alike for one of now and for one read back. */
    void apply(SnsChange change) {
        switch (change) {
            case SnsChange.Published(var notification, var arns) ->
                    arns.forEach(arn -> pending.put(new Key(notification.id(), arn), notification));
            case SnsChange.Settled(var id, var arns) ->
                    arns.forEach(arn -> pending.remove(new Key(id, arn)));
            case SnsChange.TopicSet _,
                    SnsChange.TopicDeleted _,
                    SnsChange.SubscriptionSet _,
                    SnsChange.Unsubscribed _ ->
                    throw new IllegalArgumentException("%s is no delivery.".formatted(change));
        }
    }

    private void record(SnsChange change) {
        journal.accept(change);
        apply(change);
    }

    /**
     * Promises a notification to subscribers, and keeps the promise for queues at once and for
     * others soon. When this returns, the notification outlives the process.
     */
    void deliver(Notification notification, List<Subscription> to) {
        if (to.isEmpty()) {
            return;
        }
        var arns = to.stream().map(Subscription::arn).toList();
        arns.forEach(arn -> underWay.add(new Key(notification.id(), arn)));
        record(new SnsChange.Published(notification, arns));
        var settled =
                to.stream()
                        .filter(one -> isOverAtOnce(notification, one))
                        .map(Subscription::arn)
                        .toList();
        settle(notification, settled);
    }

    private boolean isOverAtOnce(Notification notification, Subscription subscription) {
        boolean late = faults.strikes(FaultKind.DELAY);
        if (subscription.protocol() == Protocol.SQS && !late) {
            return carry(notification, subscription);
        }
        startSoon(notification, subscription.arn(), late ? 1 + faults.pick(MOST_LATE_MILLIS) : 0);
        return false;
    }

    /** Begins again what a killed process left pending. */
    void resume() {
        pending.forEach(
                (key, notification) -> {
                    if (underWay.add(key)) {
                        startSoon(notification, key.subscriptionArn(), 0);
                    }
                });
    }

    private void startSoon(Notification notification, String arn, int lateMillis) {
        threads.execute(
                () -> {
                    try {
                        Thread.sleep(lateMillis);
                        finish(notification, arn);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt(); // the process stops; it stays pending
                    } catch (RuntimeException e) {
                        LOG.log(
                                System.Logger.Level.ERROR,
                                "Delivery failed; it is tried again at the next start",
                                e);
                    }
                });
    }

    private void finish(Notification notification, String arn) {
        var subscription = subscriptions.apply(arn);
        if (subscription.isEmpty() || carry(notification, subscription.get())) {
            settle(notification, List.of(arn));
        }
    }

    /** Whether it came to an end; false if the process stops. */
    private boolean carry(Notification notification, Subscription subscription) {
        try {
            courier.carry(notification, subscription);
            if (faults.strikes(FaultKind.DUPLICATE)) {
                courier.carry(notification, subscription);
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void settle(Notification notification, List<String> arns) {
        if (arns.isEmpty()) {
            return;
        }
        record(new SnsChange.Settled(notification.id(), arns));
        arns.forEach(arn -> underWay.remove(new Key(notification.id(), arn)));
    }

    boolean isIdle() {
        return pending.isEmpty();
    }

    /** The fewest changes that lead here. */
    Stream<SnsChange> snapshot() {
        return pending.entrySet().stream()
                .map(
                        entry ->
                                new SnsChange.Published(
                                        entry.getValue(),
                                        List.of(entry.getKey().subscriptionArn())));
    }

    /** Stops what is under way; it stays pending in the journal. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

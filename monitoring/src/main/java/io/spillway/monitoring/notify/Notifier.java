package io.spillway.monitoring.notify;

import io.spillway.pipeline.attempt.Parallel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells each receiver of alerts: those that belong together in one message, no group more than once
 * in a window of time, no event twice.
 *
 * <p>What can't be told now comes again with its message: it waits in the queue for its group's
 * next window, or for its receiver. Receivers don't wait for one another.
 */
final class Notifier {

    private static final Logger LOG = System.getLogger(Notifier.class.getName());

    private final List<Receiver> receivers;
    private final Told told;
    private final Delivery delivery;
    private final Duration window;

    /**
     * @param window in which a receiver hears of a group once
     */
    Notifier(List<Receiver> receivers, Told told, Delivery delivery, Duration window) {
        this.receivers = List.copyOf(receivers);
        this.told = told;
        this.delivery = delivery;
        this.window = window;
    }

    /**
     * @param deadline when to give up
     * @return ids of the events that not every receiver knows of yet
     */
    Set<String> tell(List<Alert> alerts, Instant deadline) throws IOException {
        var groups = AlertGroup.of(alerts);
        return Parallel.map(receivers, receiver -> tell(receiver, groups, deadline)).stream()
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    private Set<String> tell(Receiver receiver, List<AlertGroup> groups, Instant deadline) {
        var again = new HashSet<String>();
        for (var group : groups) {
            try {
                again.addAll(tell(receiver, group, deadline));
            } catch (IOException e) {
                LOG.log(
                        Level.WARNING,
                        "%s was not told of %d events: %s They come again."
                                .formatted(receiver, group.alerts().size(), e.getMessage()),
                        e);
                again.addAll(ids(group.alerts()));
            }
        }
        return again;
    }

    private Set<String> tell(Receiver receiver, AlertGroup group, Instant deadline)
            throws IOException {
        if (!told.isWindowFree(receiver.name(), group.key(), window)) {
            return ids(group.alerts());
        }
        var mine = new ArrayList<Told.Claim.Mine>();
        var alerts = new ArrayList<Alert>();
        var again = new HashSet<String>();
        for (var claimed : claims(receiver, group.alerts())) {
            switch (claimed.claim()) {
                case Told.Claim.Mine claim -> {
                    mine.add(claim);
                    alerts.add(claimed.alert());
                }
                case Told.Claim.Done() -> {}
                case Told.Claim.Others() -> again.add(claimed.alert().id());
            }
        }
        if (mine.isEmpty()) {
            return again;
        }
        var taken =
                told.takeWindow(receiver.name(), group.key(), window)
                        && deliver(
                                receiver,
                                Notification.of(new AlertGroup(group.key(), alerts)),
                                deadline);
        Parallel.map(mine, claim -> taken ? told.told(claim) : told.returned(claim));
        if (!taken) {
            again.addAll(ids(alerts));
        }
        return again;
    }

    private boolean deliver(Receiver receiver, Notification notification, Instant deadline) {
        return switch (delivery.deliver(receiver, notification, deadline)) {
            case Answer.Taken() -> {
                LOG.log(
                        Level.INFO,
                        "Told %s of %d events: %s"
                                .formatted(receiver, notification.count(), notification.title()));
                yield true;
            }
            case Answer.NotTaken(var reason) -> {
                LOG.log(
                        Level.WARNING,
                        "%s didn't take a notification of %d events: %s. They come again, and end in the dead-letter queue if it never does: check its address."
                                .formatted(receiver, notification.count(), reason));
                yield false;
            }
        };
    }

    private record Claimed(Alert alert, Told.Claim claim) {}

    private List<Claimed> claims(Receiver receiver, List<Alert> alerts) throws IOException {
        return Parallel.map(
                alerts, alert -> new Claimed(alert, told.claim(receiver.name(), alert.id())));
    }

    private static Set<String> ids(List<Alert> alerts) {
        return alerts.stream().map(Alert::id).collect(Collectors.toSet());
    }
}

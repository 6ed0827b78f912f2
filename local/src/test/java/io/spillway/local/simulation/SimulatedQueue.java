package io.spillway.local.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * A queue that feeds the function: at least once, in no order, with a visibility timeout and dead
 * letters.
 */
final class SimulatedQueue {

    /**
     * Shorter than Lambda allows for the function's timeout, so that a frozen invocation meets
     * another one at its work.
     */
    private static final Duration VISIBILITY = Duration.ofSeconds(120);

    /** As deployed. */
    private static final int MOST_RECEIVES = 100;

    private static final Duration TRANSIT = Duration.ofMillis(50);
    private static final Duration LATER = Duration.ofMinutes(1);
    private static final Duration DELAYED = Duration.ofMinutes(10);

    /** A message in the hands of a receiver. */
    record Delivery(
            String messageId, String receiptHandle, String name, String body, int receives) {}

    private static final class Message {
        final String id;
        final String name;
        final String body;
        Instant visibleAt;
        int receives;

        Message(String id, String name, String body, Instant visibleAt) {
            this.id = id;
            this.name = name;
            this.body = body;
            this.visibleAt = visibleAt;
        }
    }

    private final World world;
    private final String queueName;
    private final Duration window;
    private final IntSupplier together;
    private final Consumer<List<Delivery>> receiver;
    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final List<String> deadLetters = new ArrayList<>();
    private int sent;

    /**
     * @param window how long a message that can be received waits for others
     * @param together most messages that the receiver is given at once
     */
    SimulatedQueue(
            World world,
            String queueName,
            Duration window,
            IntSupplier together,
            Consumer<List<Delivery>> receiver) {
        this.world = world;
        this.queueName = queueName;
        this.window = window;
        this.together = together;
        this.receiver = receiver;
    }

    /**
     * @param name for people who read a trace
     */
    void send(String name, String body) {
        sendLater(name, body, TRANSIT);
    }

    /** A message that can't be received before a delay is over. */
    void sendLater(String name, String body, Duration delay) {
        var id = queueName.charAt(0) + "" + ++sent;
        var message = new Message(id, name, body, now());
        messages.put(id, message);
        show(message, delay);
    }

    /** Bodies of the messages that nobody could handle. */
    List<String> deadLetters() {
        return deadLetters;
    }

    /** Ends a message, unless the acknowledgement is lost. */
    void acknowledge(Delivery delivery) {
        var fault =
                world.reach(
                        Point.Kind.ACKNOWLEDGEMENT,
                        queueName,
                        "delete " + delivery.messageId() + ", " + delivery.name());
        if (fault.isEmpty()) {
            messages.remove(delivery.messageId());
        }
    }

    /** Only the newest receipt of a message can change when it is seen again. */
    void retryAfter(String receiptHandle, Duration delay) {
        messages.values().stream()
                .filter(message -> receipt(message).equals(receiptHandle))
                .findFirst()
                .ifPresent(message -> show(message, delay.isNegative() ? Duration.ZERO : delay));
    }

    private void show(Message message, Duration delay) {
        message.visibleAt = now().plus(delay);
        world.scheduler().after(delay.plus(window), this::poll);
    }

    private void poll() {
        for (var visible = visible(); !visible.isEmpty(); visible = visible()) {
            var deliveries =
                    visible.stream().flatMap(message -> receive(message).stream()).toList();
            if (!deliveries.isEmpty()) {
                receiver.accept(deliveries);
            }
        }
    }

    private List<Message> visible() {
        return messages.values().stream()
                .filter(message -> !now().isBefore(message.visibleAt))
                .limit(together.getAsInt())
                .toList();
    }

    private Optional<Delivery> receive(Message message) {
        var fault =
                world.reach(
                        Point.Kind.DELIVERY,
                        queueName,
                        "deliver " + message.id + ", " + message.name);
        if (fault.filter(Fault.DELAY::equals).isPresent()) {
            show(message, DELAYED);
            return Optional.empty();
        }
        if (message.receives == MOST_RECEIVES) {
            messages.remove(message.id);
            deadLetters.add(message.name + ": " + message.body);
            return Optional.empty();
        }
        message.receives++;
        show(message, VISIBILITY);
        var delivery =
                new Delivery(
                        message.id, receipt(message), message.name, message.body, message.receives);
        if (fault.filter(Fault.DUPLICATE::equals).isPresent()) {
            receiver.accept(List.of(delivery));
        }
        if (fault.filter(Fault.DUPLICATE_LATER::equals).isPresent()) {
            world.scheduler().after(LATER, () -> receiver.accept(List.of(delivery)));
        }
        return Optional.of(delivery);
    }

    private static String receipt(Message message) {
        return message.id + "-" + message.receives;
    }

    private Instant now() {
        return world.scheduler().now();
    }
}

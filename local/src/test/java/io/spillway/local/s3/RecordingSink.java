package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is given, in order; refuses everything while it is broken. */
final class RecordingSink implements NotificationSink {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    record Received(NotificationTarget target, JsonObject body) {

        boolean isTest() {
            return body.text("Event").isPresent();
        }

        JsonObject event() {
            return body.objects("Records").getFirst();
        }

        String name() {
            return event().requireText("eventName");
        }

        JsonObject object() {
            return event().requireObject("s3").requireObject("object");
        }
    }

    private final List<Received> received = new ArrayList<>();
    private boolean broken;
    private int refusals;

    @Override
    public synchronized void deliver(NotificationTarget target, String bodyJson)
            throws IOException {
        if (broken) {
            refusals++;
            notifyAll();
            throw new IOException("broken on purpose");
        }
        received.add(new Received(target, Json.readObject(bodyJson)));
        notifyAll();
    }

    synchronized void setBroken(boolean broken) {
        this.broken = broken;
    }

    synchronized List<Received> all() {
        return List.copyOf(received);
    }

    synchronized List<Received> events() {
        return received.stream().filter(each -> !each.isTest()).toList();
    }

    /** The events, once there are so many. */
    synchronized List<Received> awaitEvents(int count) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (events().size() < count && System.nanoTime() < deadline) {
            wait(100);
        }
        assertThat(events()).as("events within %s", PATIENCE).hasSizeGreaterThanOrEqualTo(count);
        return events();
    }

    synchronized void awaitRefusals(int count) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (refusals < count && System.nanoTime() < deadline) {
            wait(100);
        }
        assertThat(refusals).as("refusals within %s", PATIENCE).isGreaterThanOrEqualTo(count);
    }
}

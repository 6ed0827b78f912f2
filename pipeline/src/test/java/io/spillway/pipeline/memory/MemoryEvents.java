package io.spillway.pipeline.memory;

import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Remembers what was published, and tells a subscriber. Stricter than SNS: what it takes must
 * survive being written and read again.
 */
public final class MemoryEvents implements Events {

    private final List<PhaseEvent> published = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final Consumer<PhaseEvent> subscriber;

    public MemoryEvents() {
        this(_ -> {});
    }

    public MemoryEvents(Consumer<PhaseEvent> subscriber) {
        this.subscriber = subscriber;
    }

    @Override
    public void publish(List<? extends CloudEvent> events) {
        for (var event : events) {
            requireReadable(event);
            switch (event) {
                case PhaseEvent phaseEvent -> {
                    synchronized (this) {
                        published.add(phaseEvent);
                    }
                    subscriber.accept(phaseEvent);
                }
                case Notice notice -> {
                    synchronized (this) {
                        notices.add(notice);
                    }
                }
            }
        }
    }

    private static void requireReadable(CloudEvent event) {
        var read = CloudEvent.fromJson(Json.readObject(Json.write(event.toJson())));
        if (!read.equals(event)) {
            throw new IllegalStateException(
                    "An event changes when written and read: %s became %s.".formatted(event, read));
        }
    }

    /** Every notice published, oldest first. */
    public synchronized List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** Every phase event published, oldest first. */
    public synchronized List<PhaseEvent> published() {
        return List.copyOf(published);
    }

    /** The statuses published for a work item, oldest first. */
    public synchronized List<String> statuses(String workItemId) {
        return published.stream()
                .filter(event -> event.item().id().equals(workItemId))
                .map(PhaseEvent::status)
                .toList();
    }
}

package io.spillway.pipeline.memory;

import io.spillway.pipeline.event.Events;
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
    private final Consumer<PhaseEvent> subscriber;

    public MemoryEvents() {
        this(_ -> {});
    }

    public MemoryEvents(Consumer<PhaseEvent> subscriber) {
        this.subscriber = subscriber;
    }

    @Override
    public void publish(List<PhaseEvent> events) {
        for (var event : events) {
            var read = PhaseEvent.fromJson(Json.readObject(Json.write(event.toJson())));
            if (!read.equals(event)) {
                throw new IllegalStateException(
                        "An event changes when written and read: %s became %s."
                                .formatted(event, read));
            }
            synchronized (this) {
                published.add(event);
            }
            subscriber.accept(event);
        }
    }

    /** Everything published, oldest first. */
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

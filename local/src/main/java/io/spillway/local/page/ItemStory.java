package io.spillway.local.page;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.work.WorkItem;
import java.time.Instant;
import java.util.Optional;

/** What events told of one work item, put together in whatever order they come. */
final class ItemStory {

    private final WorkItem item;
    private PhaseEvent newest;
    private Optional<Instant> routed = Optional.empty();
    private Optional<Instant> started = Optional.empty();
    private Optional<PhaseEvent> ending = Optional.empty();
    private Optional<Happening.Progressed> progress = Optional.empty();

    ItemStory(PhaseEvent first) {
        this.item = first.item();
        this.newest = first;
        add(first);
    }

    void add(PhaseEvent event) {
        if (event.time().isAfter(newest.time())) {
            newest = event;
        }
        switch (event.happening()) {
            case Happening.Routed _ -> routed = Optional.of(event.time());
            case Happening.Started _ -> started = later(started, event.time());
            case Happening.Progressed further -> progress = Optional.of(further);
            case Happening.Succeeded(var _, var usage) -> {
                started = later(started, usage.started());
                end(event);
            }
            case Happening.Failed(var _, var usage) -> {
                usage.ifPresent(used -> started = later(started, used.started()));
                end(event);
            }
            case Happening.Skipped _ -> end(event);
        }
    }

    private void end(PhaseEvent event) {
        if (ending.isEmpty() || event.time().isAfter(ending.get().time())) {
            ending = Optional.of(event);
        }
    }

    private static Optional<Instant> later(Optional<Instant> known, Instant other) {
        return known.filter(time -> time.isAfter(other)).or(() -> Optional.of(other));
    }

    WorkItem item() {
        return item;
    }

    /** The event with the latest time. */
    PhaseEvent newest() {
        return newest;
    }

    /** When it was sent to a job; empty for what stayed in the function. */
    Optional<Instant> routed() {
        return routed;
    }

    /** When its last attempt began. */
    Optional<Instant> started() {
        return started;
    }

    /** The event that told its end, unless one of its attempts came after that. */
    Optional<PhaseEvent> ending() {
        return ending.filter(end -> !newest.time().isAfter(end.time()));
    }

    /** As last told; empty once it has ended. */
    Optional<Happening.Progressed> progress() {
        return ending().isPresent() ? Optional.empty() : progress;
    }
}

package io.spillway.pipeline.memory;

import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.EventsContract;
import java.util.List;
import java.util.stream.Stream;

class MemoryEventsTest extends EventsContract {

    private final MemoryEvents events = new MemoryEvents();

    @Override
    protected Events events() {
        return events;
    }

    @Override
    protected List<CloudEvent> received(int count) {
        return Stream.<CloudEvent>concat(events.published().stream(), events.notices().stream())
                .toList();
    }
}

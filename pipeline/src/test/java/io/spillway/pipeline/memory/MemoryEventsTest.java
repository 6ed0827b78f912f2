package io.spillway.pipeline.memory;

import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.EventsContract;
import io.spillway.pipeline.event.PhaseEvent;
import java.util.List;

class MemoryEventsTest extends EventsContract {

    private final MemoryEvents events = new MemoryEvents();

    @Override
    protected Events events() {
        return events;
    }

    @Override
    protected List<PhaseEvent> received(int count) {
        return events.published();
    }
}

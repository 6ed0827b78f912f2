package io.spillway.router;

import java.util.List;

class MemoryIntakeQueueTest extends IntakeQueueContract {

    private final MemoryIntakeQueue queue = new MemoryIntakeQueue();

    @Override
    protected IntakeQueue queue() {
        return queue;
    }

    @Override
    protected List<String> received() {
        return queue.drain();
    }
}

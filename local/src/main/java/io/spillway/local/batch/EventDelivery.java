package io.spillway.local.batch;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.pipeline.json.Json;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** Hands the events to whoever listens, at least once and by default in order. */
final class EventDelivery {

    private static final System.Logger LOG = System.getLogger(EventDelivery.class.getName());
    private static final long RETRY_MILLIS = 200;

    /**
     * An event that waits for its turn.
     *
     * @param due in ms of {@link System#nanoTime}
     * @param number keeps the order of events that are due together
     */
    private record Due(long due, long number, PendingEvent event) {}

    private final BatchState state;
    private final JobEvents listener;
    private final Faults faults;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::due).thenComparing(Due::number));
    private long numbers;

    EventDelivery(BatchState state, JobEvents listener, Faults faults) {
        this.state = state;
        this.listener = listener;
        this.faults = faults;
    }

    /** Works until the state is closed. */
    void run() {
        try {
            for (var event = next(); event.isPresent(); event = next()) {
                deliver(event.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<PendingEvent> next() throws InterruptedException {
        synchronized (state) {
            while (!state.isClosed()) {
                state.takeFreshEvents().forEach(event -> add(event, delay()));
                var wait = Optional.ofNullable(queue.peek()).map(first -> first.due() - now());
                if (wait.isPresent() && wait.get() <= 0) {
                    return Optional.of(queue.remove().event());
                }
                state.wait(wait.orElse(0L));
            }
            return Optional.empty();
        }
    }

    private long delay() {
        return faults.strikes(FaultKind.DELAY) ? faults.pick(1_000) : 0;
    }

    private void add(PendingEvent event, long delayMillis) {
        queue.add(new Due(now() + delayMillis, numbers++, event));
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private void deliver(PendingEvent event) {
        var text = Json.write(event.json().get());
        try {
            listener.changed(text);
            if (faults.strikes(FaultKind.DUPLICATE)) {
                listener.changed(text);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "Event not delivered, will be tried again: {0}", e.toString());
            add(event, RETRY_MILLIS);
            return;
        }
        synchronized (state) {
            if (!state.isClosed()) {
                state.delivered(event);
            }
        }
    }
}

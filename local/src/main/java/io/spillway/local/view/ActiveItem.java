package io.spillway.local.view;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import java.time.Instant;
import java.util.Optional;

/**
 * A work item that hasn't ended, as its events tell.
 *
 * @param bytes size of its input
 * @param attempt 0 until one begins
 * @param pace empty until an attempt begins
 */
record ActiveItem(
        String phase, String route, long bytes, int attempt, Instant since, Optional<Pace> pace) {

    /** A work item first heard of by this event. */
    static ActiveItem first(PhaseEvent event) {
        var item = event.item();
        return new ActiveItem(
                        item.phase(),
                        event.route().word(),
                        item.input().size(),
                        0,
                        event.time(),
                        Optional.empty())
                .after(event);
    }

    /** After another event; one that comes late changes nothing. */
    ActiveItem after(PhaseEvent event) {
        return switch (event.happening()) {
            case Happening.Started _ -> event.attempt() > attempt ? begun(event) : this;
            case Happening.Progressed(var done, var total) ->
                    event.attempt() < attempt
                            ? this
                            : begunAt(event).told(event.time(), done, total);
            case Happening.Routed _,
                    Happening.Succeeded _,
                    Happening.Failed _,
                    Happening.Skipped _ ->
                    this;
        };
    }

    private ActiveItem begunAt(PhaseEvent event) {
        return event.attempt() > attempt ? begun(event) : this;
    }

    private ActiveItem begun(PhaseEvent event) {
        return new ActiveItem(
                phase,
                event.route().word(),
                bytes,
                event.attempt(),
                event.time(),
                Optional.of(Pace.begun(event.time())));
    }

    private ActiveItem told(Instant time, long done, long total) {
        return new ActiveItem(
                phase, route, bytes, attempt, since, pace.map(p -> p.told(time, done, total)));
    }

    boolean isRunning() {
        return pace.isPresent();
    }
}

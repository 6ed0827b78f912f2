package io.spillway.pipeline.event;

import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import java.io.IOException;
import java.util.List;

/** Counts what is told. An event that is published again counts again. */
public final class MeteredEvents implements Events {

    private final Events events;
    private final Meter meter;

    public MeteredEvents(Events events, Meter meter) {
        this.events = events;
        this.meter = meter;
    }

    @Override
    public void publish(List<? extends CloudEvent> published) throws IOException {
        events.publish(published);
        published.forEach(this::count);
    }

    private void count(CloudEvent published) {
        switch (published) {
            case PhaseEvent event -> count(event);
            case Notice notice -> {
                var pipeline = Subject.of(notice.pipeline());
                switch (notice.status()) {
                    case STUCK -> meter.count(Metric.NOTICES_STUCK, pipeline);
                    case RECOVERED -> meter.count(Metric.NOTICES_RECOVERED, pipeline);
                }
            }
        }
    }

    private void count(PhaseEvent event) {
        var subject = Subject.of(event.item().pipeline(), event.item().phase());
        switch (event.happening()) {
            case PhaseEvent.Happening.Routed _ -> meter.count(Metric.ITEMS_TO_BATCH, subject);
            case PhaseEvent.Happening.Started _, PhaseEvent.Happening.Progressed _ -> {}
            case PhaseEvent.Happening.Succeeded(var _, var usage) -> {
                meter.count(Metric.ITEMS_SUCCEEDED, subject);
                meter.add(Metric.ITEM_ATTEMPTS, subject, event.attempt());
                meter.add(Metric.ITEM_DURATION, subject, Math.max(0, usage.took().toMillis()));
                meter.add(Metric.BYTES_READ, subject, usage.bytesRead());
                meter.add(Metric.BYTES_WRITTEN, subject, usage.bytesWritten());
            }
            case PhaseEvent.Happening.Failed _ -> meter.count(Metric.ITEMS_FAILED, subject);
            case PhaseEvent.Happening.Skipped _ -> meter.count(Metric.ITEMS_SKIPPED, subject);
        }
        if (event.happening().isTerminal()) {
            countRoute(event.route(), subject);
        }
    }

    private void countRoute(Route route, Subject subject) {
        switch (route) {
            case Route.Inline _ -> meter.count(Metric.ITEMS_INLINE, subject);
            case Route.Batch _ -> {} // counted when it was routed
            case Route.Ignored _ -> meter.count(Metric.ITEMS_IGNORED, subject);
            case Route.Rejected _ -> meter.count(Metric.ITEMS_REJECTED, subject);
        }
    }
}

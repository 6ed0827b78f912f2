package io.spillway.pipeline.telemetry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gathers values and writes them as log lines in CloudWatch's embedded metric format, one line per
 * subject and flush, from which CloudWatch Logs makes metrics: no request is sent.
 */
public final class EmfMeter implements Meter {

    private final Clock clock;
    private final Consumer<String> lines;
    private Map<Subject, Map<Metric, List<Long>>> values = new LinkedHashMap<>();

    /**
     * @param lines takes each line without its line feed
     */
    public EmfMeter(Clock clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
    }

    @Override
    public synchronized void add(Metric metric, Subject subject, long value) {
        subject.require(metric);
        var samples =
                values.computeIfAbsent(subject, _ -> new EnumMap<>(Metric.class))
                        .computeIfAbsent(metric, _ -> new ArrayList<>());
        if (metric.unit().isSum() && !samples.isEmpty()) {
            samples.set(0, samples.getFirst() + value);
        } else {
            samples.add(value);
        }
    }

    @Override
    public void flush() {
        var now = clock.instant();
        var context = LogContext.current();
        taken().forEach(
                        (subject, metrics) ->
                                EmfLines.of(now, subject, metrics, context).forEach(lines));
    }

    private synchronized Map<Subject, Map<Metric, List<Long>>> taken() {
        var all = values;
        values = new LinkedHashMap<>();
        return all;
    }
}

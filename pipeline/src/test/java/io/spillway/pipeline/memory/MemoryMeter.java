package io.spillway.pipeline.memory;

import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Remembers values by subject and metric. */
public final class MemoryMeter implements Meter {

    private record Value(Metric metric, Subject subject, long value) {}

    private final List<Value> added = new ArrayList<>();
    private final List<Value> flushed = new ArrayList<>();

    @Override
    public synchronized void add(Metric metric, Subject subject, long value) {
        subject.require(metric);
        if (value < 0) {
            throw new IllegalArgumentException(
                    "%s of %s is %d: must not be negative.".formatted(metric, subject, value));
        }
        added.add(new Value(metric, subject, value));
    }

    @Override
    public synchronized void flush() {
        flushed.addAll(added);
        added.clear();
    }

    /** All flushed values of a subject, by name: of what is counted the sum, else each. */
    public synchronized Map<String, List<Long>> flushed(Subject subject) {
        var values = new TreeMap<String, List<Long>>();
        for (var value : flushed) {
            if (value.subject().equals(subject)) {
                var all = values.computeIfAbsent(value.metric().word(), _ -> new ArrayList<>());
                if (isSum(value.metric()) && !all.isEmpty()) {
                    all.set(0, all.getFirst() + value.value());
                } else {
                    all.add(value.value());
                }
            }
        }
        return values;
    }

    private static boolean isSum(Metric metric) {
        return metric.unit() == Metric.Unit.COUNT;
    }
}

package io.spillway.pipeline.telemetry;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.JsonValue.Numeric;
import io.spillway.pipeline.json.JsonValue.Text;
import io.spillway.pipeline.json.Position;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values as lines in the embedded metric format. Source: Amazon CloudWatch User Guide,
 * "Specification: Embedded metric format".
 */
final class EmfLines {

    /** Most values of one metric in a line. Source: as above. */
    static final int MOST_VALUES = 100;

    /** Longest value of a dimension. Source: Amazon CloudWatch API, {@code Dimension}. */
    private static final int LONGEST_DIMENSION = 1_024;

    /** What a line says beside its metrics, to find the log lines that belong to it. */
    private static final List<LogField> PROPERTIES =
            List.of(LogField.REQUEST_ID, LogField.JOB_ID, LogField.JOB_ATTEMPT);

    private EmfLines() {}

    /** As few lines as there can be. */
    static List<String> of(
            Instant time, Subject subject, Map<Metric, List<Long>> values, LogContext context) {
        var lines = new ArrayList<String>();
        var left = values;
        for (int first = 0; !left.isEmpty(); first += MOST_VALUES) {
            var some = part(left, first);
            lines.add(Json.write(line(time, subject, some, context)));
            left = beyond(left, first + MOST_VALUES);
        }
        return lines;
    }

    private static Map<Metric, List<Long>> part(Map<Metric, List<Long>> values, int first) {
        var part = new EnumMap<Metric, List<Long>>(Metric.class);
        values.forEach(
                (metric, all) ->
                        part.put(
                                metric,
                                all.subList(first, Math.min(all.size(), first + MOST_VALUES))));
        return part;
    }

    private static Map<Metric, List<Long>> beyond(Map<Metric, List<Long>> values, int end) {
        var longer = new EnumMap<Metric, List<Long>>(Metric.class);
        values.forEach(
                (metric, all) -> {
                    if (all.size() > end) {
                        longer.put(metric, all);
                    }
                });
        return longer;
    }

    private static JsonObject line(
            Instant time, Subject subject, Map<Metric, List<Long>> values, LogContext context) {
        var line =
                JsonObject.of()
                        .put(
                                "_aws",
                                JsonObject.of()
                                        .put("Timestamp", time.toEpochMilli())
                                        .put(
                                                "CloudWatchMetrics",
                                                List.of(directive(subject, values.keySet()))))
                        .put("pipeline", clipped(subject.pipeline()));
        subject.phase().ifPresent(phase -> line.put("phase", clipped(phase)));
        for (var field : PROPERTIES) {
            line.putText(field.word(), Optional.ofNullable(context.fields().get(field)));
        }
        values.forEach(
                (metric, all) ->
                        line.put(
                                metric.word(),
                                all.size() == 1
                                        ? number(all.getFirst())
                                        : new JsonValue.Array(
                                                Position.NONE,
                                                all.stream()
                                                        .<JsonValue>map(EmfLines::number)
                                                        .toList())));
        return line.build();
    }

    private static JsonObject directive(Subject subject, Iterable<Metric> metrics) {
        var definitions = new ArrayList<JsonObject>();
        for (var metric : metrics) {
            definitions.add(
                    JsonObject.of()
                            .put("Name", metric.word())
                            .put("Unit", metric.unit().word())
                            .build());
        }
        var dimensions =
                new JsonValue.Array(
                        Position.NONE,
                        subject.dimensions().stream()
                                .<JsonValue>map(name -> new Text(Position.NONE, name))
                                .toList());
        return JsonObject.of()
                .put("Namespace", Metric.NAMESPACE)
                .put("Dimensions", List.of(dimensions))
                .put("Metrics", definitions)
                .build();
    }

    private static JsonValue number(long value) {
        return new Numeric(Position.NONE, BigDecimal.valueOf(value));
    }

    private static String clipped(String value) {
        return value.length() > LONGEST_DIMENSION ? value.substring(0, LONGEST_DIMENSION) : value;
    }
}

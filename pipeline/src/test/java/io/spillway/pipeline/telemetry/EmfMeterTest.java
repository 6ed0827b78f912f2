package io.spillway.pipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.memory.TestClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmfMeterTest extends MeterContract {

    private final List<String> lines = new ArrayList<>();
    private final EmfMeter meter = new EmfMeter(new TestClock(), lines::add);

    @Override
    protected Meter meter() {
        return meter;
    }

    @Override
    protected Map<String, List<Long>> flushed(Subject subject) {
        var all = new LinkedHashMap<String, List<Long>>();
        for (var line : lines) {
            var root = EmfRules.require(line);
            if (root.text("phase").equals(subject.phase())) {
                metrics(root)
                        .forEach(
                                name ->
                                        all.computeIfAbsent(name, _ -> new ArrayList<>())
                                                .addAll(values(root, name)));
            }
        }
        return all;
    }

    private static List<String> metrics(JsonObject root) {
        return root
                .requireObject("_aws")
                .objects("CloudWatchMetrics")
                .getFirst()
                .objects("Metrics")
                .stream()
                .map(metric -> metric.requireText("Name"))
                .toList();
    }

    private static List<Long> values(JsonObject root, String name) {
        return root.get(name).orElseThrow() instanceof JsonValue.Array(var _, var values)
                ? values.stream()
                        .map(value -> ((JsonValue.Numeric) value).value().longValueExact())
                        .toList()
                : List.of(root.requireWhole(name));
    }

    @Test
    void writesALineThatCloudWatchMakesMetricsOf() {
        meter.count(Metric.ITEMS_SUCCEEDED, PHASE);
        meter.add(Metric.ITEM_DURATION, PHASE, 12);
        meter.add(Metric.ITEM_DURATION, PHASE, 30);

        LogContext.NONE.with(LogField.REQUEST_ID, "r").with(LogField.UPLOAD, "u").run(meter::flush);

        assertThat(lines)
                .containsExactly(
                        "{\"_aws\":{\"Timestamp\":1767225600000,\"CloudWatchMetrics\":[{\"Namespace\":\"Spillway\",\"Dimensions\":[[\"pipeline\",\"phase\"]],\"Metrics\":[{\"Name\":\"ItemsSucceeded\",\"Unit\":\"Count\"},{\"Name\":\"ItemDuration\",\"Unit\":\"Milliseconds\"}]}]},\"pipeline\":\"p\",\"phase\":\"convert\",\"requestId\":\"r\",\"ItemsSucceeded\":1,\"ItemDuration\":[12,30]}");
    }

    @Test
    void writesOneLinePerSubject() {
        for (int i = 0; i < 100; i++) {
            meter.count(Metric.ITEMS_SUCCEEDED, PHASE);
            meter.add(Metric.BYTES_READ, PHASE, i);
            meter.count(Metric.MESSAGES, PIPELINE);
        }
        meter.flush();

        assertThat(lines).hasSize(2).allSatisfy(EmfRules::require);
    }

    @Test
    void writesNothingWhereNothingWasAdded() {
        meter.flush();

        assertThat(lines).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void writesEveryMetricByTheRules(Metric metric) {
        meter.add(metric, metric.of() == Metric.Of.PHASE ? PHASE : PIPELINE, 3);
        meter.flush();

        assertThat(EmfRules.require(lines.getFirst()).requireWhole(metric.word())).isEqualTo(3);
    }

    /** That the rules can find something. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"_aws\":{\"Timestamp\":1767225600,\"CloudWatchMetrics\":[{\"Namespace\":\"N\",\"Dimensions\":[[\"d\"]],\"Metrics\":[{\"Name\":\"M\",\"Unit\":\"Count\"}]}]},\"d\":\"x\",\"M\":1}",
                "{\"_aws\":{\"Timestamp\":1767225600000,\"CloudWatchMetrics\":[{\"Namespace\":\"N\",\"Dimensions\":[[\"d\"]],\"Metrics\":[{\"Name\":\"M\",\"Unit\":\"count\"}]}]},\"d\":\"x\",\"M\":1}",
                "{\"_aws\":{\"Timestamp\":1767225600000,\"CloudWatchMetrics\":[{\"Namespace\":\"N\",\"Dimensions\":[[\"d\"]],\"Metrics\":[{\"Name\":\"M\",\"Unit\":\"Count\"}]}]},\"d\":7,\"M\":1}",
                "{\"_aws\":{\"Timestamp\":1767225600000,\"CloudWatchMetrics\":[{\"Namespace\":\"N\",\"Dimensions\":[[\"d\"]],\"Metrics\":[{\"Name\":\"M\",\"Unit\":\"Count\"}]}]},\"d\":\"x\",\"M\":\"1\"}",
                "{\"_aws\":{\"Timestamp\":1767225600000,\"CloudWatchMetrics\":[{\"Namespace\":\"N\",\"Dimensions\":[[\"d\"]],\"Metrics\":[{\"Name\":\"M\",\"Unit\":\"Count\"}]}]},\"d\":\"x\"}",
                "{\"_aws\":{\"Timestamp\":1767225600000,\"CloudWatchMetrics\":[{\"Namespace\":\"N\",\"Dimensions\":[\"d\"],\"Metrics\":[{\"Name\":\"M\",\"Unit\":\"Count\"}]}]},\"d\":\"x\",\"M\":1}",
                "{\"_aws\":{\"Timestamp\":1767225600000,\"CloudWatchMetrics\":[{\"Namespace\":\"N\",\"Dimensions\":[[\"d\"]],\"Metrics\":[]}]},\"d\":\"x\",\"M\":1}"
            })
    void findsALineThatBreaksTheRules(String line) {
        assertThatThrownBy(() -> EmfRules.require(line)).isInstanceOf(Throwable.class);
    }

    @Test
    void findsAListOfTooManyValues() {
        var values = "1" + ",1".repeat(100);
        var line =
                "{\"_aws\":{\"Timestamp\":1767225600000,\"CloudWatchMetrics\":[{\"Namespace\":\"N\",\"Dimensions\":[[\"d\"]],\"Metrics\":[{\"Name\":\"M\",\"Unit\":\"Count\"}]}]},\"d\":\"x\",\"M\":["
                        + values
                        + "]}";

        assertThatThrownBy(() -> EmfRules.require(line)).isInstanceOf(AssertionError.class);
        EmfRules.require(line.replace("[" + values + "]", "[1" + ",1".repeat(99) + "]"));
    }
}

package io.spillway.pipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules for a line in the embedded metric format. Stricter than CloudWatch, which silently
 * takes no metric from a line that breaks one. Source: Amazon CloudWatch User Guide,
 * "Specification: Embedded metric format"; units and lengths: Amazon CloudWatch API, {@code
 * MetricDatum} and {@code Dimension}.
 */
public final class EmfRules {

    private static final Set<String> UNITS =
            Set.of(
                    "Seconds",
                    "Microseconds",
                    "Milliseconds",
                    "Bytes",
                    "Kilobytes",
                    "Megabytes",
                    "Gigabytes",
                    "Terabytes",
                    "Bits",
                    "Kilobits",
                    "Megabits",
                    "Gigabits",
                    "Terabits",
                    "Percent",
                    "Count",
                    "Bytes/Second",
                    "Kilobytes/Second",
                    "Megabytes/Second",
                    "Gigabytes/Second",
                    "Terabytes/Second",
                    "Bits/Second",
                    "Kilobits/Second",
                    "Megabits/Second",
                    "Gigabits/Second",
                    "Terabits/Second",
                    "Count/Second",
                    "None");

    /** The largest that CloudWatch keeps is 2^360; what we write is a whole number of 63 bits. */
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private EmfRules() {}

    /** Whether a log line claims to hold metrics. */
    public static boolean isOne(String line) {
        return line.startsWith("{\"_aws\"");
    }

    /** Fails with what is wrong. */
    public static JsonObject require(String line) {
        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1 << 20);
        assertThat(line).doesNotContain("\n", "\r");
        var root = Json.readObject(line);
        var metadata = root.requireObject("_aws");
        assertThat(metadata.members().keySet())
                .containsExactlyInAnyOrder("Timestamp", "CloudWatchMetrics");
        // Milliseconds: in seconds it would be a day in 1970, in microseconds one after 5138.
        assertThat(metadata.requireWhole("Timestamp"))
                .isBetween(946_684_800_000L, 99_999_999_999_999L);
        var directives = metadata.objects("CloudWatchMetrics");
        assertThat(directives).isNotEmpty();
        directives.forEach(directive -> requireDirective(directive, root));
        return root;
    }

    private static void requireDirective(JsonObject directive, JsonObject root) {
        assertThat(directive.members().keySet())
                .containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
        assertThat(directive.requireText("Namespace")).matches("[0-9A-Za-z.\\-_/#: ]{1,255}");
        assertThat(directive.requireText("Namespace")).doesNotStartWith("AWS/");
        var sets = directive.array("Dimensions");
        assertThat(sets).isNotEmpty();
        sets.forEach(set -> requireDimensions(((JsonValue.Array) set).items(), root));
        var metrics = directive.objects("Metrics");
        assertThat(metrics).hasSizeBetween(1, 100);
        var names = new HashSet<String>();
        metrics.forEach(
                metric -> {
                    assertThat(metric.members().keySet())
                            .isSubsetOf("Name", "Unit", "StorageResolution");
                    assertThat(names.add(metric.requireText("Name"))).isTrue();
                    assertThat(metric.requireText("Name")).hasSizeBetween(1, 255);
                    assertThat(UNITS).contains(metric.requireText("Unit"));
                    requireValue(root.get(metric.requireText("Name")).orElseThrow());
                });
    }

    private static void requireDimensions(List<JsonValue> names, JsonObject root) {
        assertThat(names).hasSizeBetween(1, 30).doesNotHaveDuplicates();
        names.forEach(
                name -> {
                    var text = ((JsonValue.Text) name).value();
                    assertThat(text).hasSizeBetween(1, 250).doesNotStartWith(":");
                    assertThat(root.requireText(text)).hasSizeBetween(1, 1_024).isNotBlank();
                });
    }

    private static void requireValue(JsonValue value) {
        if (value instanceof JsonValue.Array(var _, var values)) {
            assertThat(values).hasSizeBetween(1, 100);
            values.forEach(EmfRules::requireNumber);
        } else {
            requireNumber(value);
        }
    }

    private static void requireNumber(JsonValue value) {
        assertThat(value).isInstanceOf(JsonValue.Numeric.class);
        assertThat(((JsonValue.Numeric) value).value()).isBetween(BigDecimal.ZERO, LARGEST);
    }
}

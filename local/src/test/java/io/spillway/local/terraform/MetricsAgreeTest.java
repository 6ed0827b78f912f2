package io.spillway.local.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What writes metrics, what raises alarms on them and what explains both know them alike. */
class MetricsAgreeTest {

    private static final Path FILE =
            Path.of("..", "terraform", "modules", "observability", "metrics.json");

    private static final Path PAGE = Path.of("..", "docs", "operations.md");

    private static final Map<String, Metric> METRICS =
            Arrays.stream(Metric.values())
                    .collect(Collectors.toMap(Metric::word, metric -> metric));

    /** The functions of CloudWatch's metric math that expressions may use. */
    private static final Set<String> FUNCTIONS = Set.of("IF", "FILL");

    @Test
    void onTheirNamesUnitsAndMeaning() throws IOException {
        var inTerraform =
                data().objects("metrics").stream()
                        .map(
                                metric ->
                                        List.of(
                                                metric.requireText("name"),
                                                metric.requireText("unit"),
                                                metric.requireText("of"),
                                                metric.requireText("means")))
                        .toList();

        var inJava =
                Arrays.stream(Metric.values())
                        .map(
                                metric ->
                                        List.of(
                                                metric.word(),
                                                metric.unit().word(),
                                                metric.of().name().toLowerCase(Locale.ROOT),
                                                metric.description()))
                        .toList();
        assertThat(inTerraform).isEqualTo(inJava);
        assertThat(data().requireText("namespace")).isEqualTo(Metric.NAMESPACE);
    }

    @Test
    void onWhatAlarmsAreRaised() throws IOException {
        for (var alarm : alarms("Spillway")) {
            var of = Metric.Of.valueOf(alarm.requireText("of").toUpperCase(Locale.ROOT));

            assertThat(metrics(alarm).values())
                    .as(alarm.requireText("name"))
                    .isNotEmpty()
                    .allSatisfy(
                            name -> {
                                assertThat(METRICS).containsKey(name);
                                assertThat(METRICS.get(name).of()).isEqualTo(of);
                            });
        }
    }

    @Test
    void onWhatExpressionsAreMadeOf() throws IOException {
        for (var alarm : data().objects("alarms")) {
            var expression = alarm.text("expression");
            if (expression.isEmpty()) {
                assertThat(metrics(alarm)).containsOnlyKeys("it");
                continue;
            }
            var used =
                    Pattern.compile("[A-Za-z]\\w*")
                            .matcher(expression.get())
                            .results()
                            .map(MatchResult::group)
                            .collect(Collectors.toCollection(TreeSet::new));
            used.removeAll(FUNCTIONS);

            assertThat(used).isEqualTo(new TreeSet<>(metrics(alarm).keySet()));
        }
    }

    @Test
    void onWhatIsDrawn() throws IOException {
        assertThat(data().objects("dashboard"))
                .extracting(widget -> METRICS.get(widget.requireText("metric")))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(metric.of()).isEqualTo(Metric.Of.PHASE));
    }

    @Test
    void onWhatAlarmsMeanAndWhatToDo() throws IOException {
        var rows =
                data().objects("alarms").stream()
                        .map(
                                alarm ->
                                        "| `%s` | %s | above %s %s | %s | %s |"
                                                .formatted(
                                                        alarm.requireText("name"),
                                                        alarm.requireText("of"),
                                                        shown(alarm),
                                                        alarm.requireText("unit"),
                                                        alarm.requireText("means"),
                                                        alarm.requireText("do")))
                        .toList();

        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.contains("| above ")))
                .containsExactlyElementsOf(rows);
    }

    private static long shown(JsonObject alarm) {
        return alarm.requireWhole("above");
    }

    private static List<JsonObject> alarms(String namespace) throws IOException {
        return data().objects("alarms").stream()
                .filter(alarm -> alarm.requireText("namespace").equals(namespace))
                .toList();
    }

    private static Map<String, String> metrics(JsonObject alarm) {
        var metrics = alarm.requireObject("metrics");
        return metrics.members().keySet().stream()
                .collect(Collectors.toMap(name -> name, metrics::requireText));
    }

    private static JsonObject data() throws IOException {
        return Json.readObject(Files.readAllBytes(FILE));
    }
}

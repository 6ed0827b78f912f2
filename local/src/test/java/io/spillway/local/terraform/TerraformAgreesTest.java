package io.spillway.local.terraform;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.local.deploy.TaskShare;
import io.spillway.monitoring.history.HistorySettings;
import io.spillway.monitoring.notify.NotifierSettings;
import io.spillway.pipeline.definition.FargateSizes;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.job.ImageTask;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.json.Json;
import io.spillway.router.Settings;
import io.spillway.router.intake.ReconcileMessages;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Java and Terraform both have to know, they know alike. */
class TerraformAgreesTest {

    private static final Path MODULES = Path.of("..", "terraform", "modules");

    @Test
    void onWhatExitStatusesMean() throws IOException {
        var block = between(read("batch"), "exit_statuses = {", "}");

        var inTerraform =
                Pattern.compile("(\\w+)\\s+= (\\d+)")
                        .matcher(block)
                        .results()
                        .collect(toMap(found -> found.group(1), found -> found.group(2)));

        var inJava =
                Arrays.stream(ExitStatus.values())
                        .collect(
                                toMap(
                                        status -> status.name().toLowerCase(Locale.ROOT),
                                        status -> Integer.toString(status.code())));
        assertThat(inTerraform).isEqualTo(inJava);
    }

    @Test
    void onTheFormOfJobDefinitionsAndTheNameOfTheRunnersContainer() throws IOException {
        var batch = read("batch");

        assertThat(between(batch, "ecs_properties = jsonencode({", "retry_strategy"))
                .contains("containers = local.containers[each.key]");
        assertThat(between(batch, "containers = {", "resource \""))
                .containsPattern("name += \"" + JobRequest.CONTAINER + "\"");
    }

    @Test
    void onTheContainersOfAnUntouchedImage() throws IOException {
        var containers = between(read("batch"), "  containers = {", "resource \"");

        assertThat(containers)
                .containsPattern("name += \"" + ImageTask.GATE + "\"")
                .containsPattern("command += \\[\"" + ImageTask.GATE + "\"]")
                .containsPattern("name += \"" + ImageTask.PROGRAM + "\"")
                .contains("containerPath = \"" + ImageTask.MOUNT + "\"");
        var folder = ImageTask.MOUNT + "/" + ImageTask.FOLDER + "/";
        assertThat(between(read("definition"), "untouched = {", "can(phase.stage.legacy.image)"))
                .contains('"' + folder + ImageTask.INPUT + "/" + ImageTask.INPUT_FILE + '"')
                .contains('"' + folder + ImageTask.INPUT + '"')
                .contains('"' + folder + ImageTask.OUTPUTS + '"');
    }

    @Test
    void onHowTheSizeOfATaskIsSharedOut() throws IOException {
        var batch = read("batch");

        assertThat(batch)
                .containsPattern("gate_mib += " + TaskShare.GATE_MIB + "\n")
                .contains(
                        "min(max(floor(size.memory_mib / 4), %d), %d)"
                                .formatted(TaskShare.LEAST_RUNNER_MIB, TaskShare.MOST_RUNNER_MIB))
                .containsPattern("runner += \\{ vcpu = size.vcpu / 4,")
                .containsPattern("gate += \\{ vcpu = size.vcpu / 4,")
                .containsPattern("program += \\{ vcpu = size.vcpu / 2,");
    }

    @Test
    void onWhatTheRouterIsTold() throws IOException {
        var told = new TreeSet<String>();
        told.addAll(variables(between(read("pipeline"), "told = {", "}")));
        told.addAll(
                variables(between(read("router"), "variables = merge(var.environment, {", "})")));

        var asked = catchThrowable(() -> Settings.of(Map.of())).getMessage();

        var understood = new TreeSet<>(variables(asked));
        understood.add(Settings.ON_DEMAND_VARIABLE);
        understood.add(Settings.STUCK_AFTER_VARIABLE);
        assertThat(told).isEqualTo(understood);
    }

    /** EventBridge puts a text for what stands in angle brackets, with its quotes. */
    @Test
    void onHowTheScheduleAsksForLostUploads() throws IOException {
        var template = between(read("events"), "input_template = \"", "\"\n");
        var sent =
                template.replace("\\\"", "\"")
                        .replace("${local.drop_bucket}", "drop")
                        .replace("<at>", "\"2026-01-02T12:00:00Z\"")
                        .replace("${local.quiet_seconds}", "1200");

        assertThat(Json.readObject(sent))
                .isEqualTo(
                        Json.readObject(
                                ReconcileMessages.start(
                                        "drop",
                                        Instant.parse("2026-01-02T12:00:00Z"),
                                        Duration.ofMinutes(20))));
    }

    @Test
    void onAfterHowLongAJobThatWaitsIsStuck() throws IOException {
        var stuckAfter =
                between(variablesOf("router"), "variable \"stuck_after_seconds\"", "nullable");
        var givenUp = between(variablesOf("batch"), "variable \"unplaced_seconds\"", "nullable");

        assertThat(defaultOf(stuckAfter)).isEqualTo(Settings.STUCK_AFTER.toSeconds());
        assertThat(defaultOf(givenUp)).isGreaterThan(Settings.STUCK_AFTER.toSeconds());
    }

    private static String variablesOf(String module) throws IOException {
        return Files.readString(MODULES.resolve(module).resolve("variables.tf"));
    }

    private static long defaultOf(String variable) {
        return Pattern.compile("default += (\\d+)")
                .matcher(variable)
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onTheNamesOfDeadLetterQueues() throws IOException {
        assertThat(between(read("events"), "\"aws_sqs_queue\" \"dead_letters\"", "tags"))
                .contains("${each.key}" + Settings.DEAD_LETTERS_SUFFIX + "\"");
    }

    @Test
    void onWhatHistoryWriterAndNotifierAreTold() throws IOException {
        assertThat(new TreeSet<>(variables(read("monitoring"))))
                .containsExactlyInAnyOrder(
                        "SPILLWAY_WORK_BUCKET",
                        HistorySettings.FUNCTION_MEMORY_VARIABLE,
                        HistorySettings.JOB_SIZES_VARIABLE,
                        HistorySettings.TAGS_VARIABLE,
                        NotifierSettings.PAGERDUTY_VARIABLE,
                        NotifierSettings.RECEIVERS_VARIABLE,
                        NotifierSettings.SECRET_VARIABLE,
                        NotifierSettings.WINDOW_VARIABLE);
    }

    @Test
    void onWhatFargateOffers() throws IOException {
        var block = between(read("definition"), "fargate = [", "\n  ]");

        var inTerraform = new LinkedHashMap<BigDecimal, List<Long>>();
        Pattern.compile("\\{ vcpu = ([\\d.]+), memory_mib = \\[(.*)] }")
                .matcher(block)
                .results()
                .forEach(
                        offer ->
                                inTerraform.put(
                                        new BigDecimal(offer.group(1)), memory(offer.group(2))));

        var inJava = new LinkedHashMap<BigDecimal, List<Long>>();
        FargateSizes.offers()
                .forEach(
                        offer ->
                                inJava.put(
                                        offer.vcpu(),
                                        offer.memory().stream()
                                                .map(size -> size.bytes() >> 20)
                                                .toList()));
        assertThat(inTerraform).isEqualTo(inJava);
    }

    /** Numbers of MiB, or {@code for gib in range(from, end, step) : gib * 1024}. */
    private static List<Long> memory(String list) {
        var range =
                Pattern.compile("for gib in range\\((\\d+), (\\d+)(?:, (\\d+))?\\) : gib \\* 1024")
                        .matcher(list);
        if (!range.matches()) {
            return Arrays.stream(list.split(", ")).map(Long::valueOf).toList();
        }
        var step = range.group(3) == null ? 1 : Integer.parseInt(range.group(3));
        var end = Integer.parseInt(range.group(2));
        return IntStream.iterate(
                        Integer.parseInt(range.group(1)), gib -> gib < end, gib -> gib + step)
                .mapToObj(gib -> gib * 1024L)
                .toList();
    }

    private static List<String> variables(String text) {
        return Pattern.compile("\\bSPILLWAY_\\w+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static String read(String module) throws IOException {
        return Files.readString(MODULES.resolve(module).resolve("main.tf"));
    }

    private static String between(String text, String from, String to) {
        var start = text.indexOf(from);
        assertThat(start).as("place of \"%s\"", from).isNotNegative();
        return text.substring(start + from.length(), text.indexOf(to, start + from.length()));
    }
}

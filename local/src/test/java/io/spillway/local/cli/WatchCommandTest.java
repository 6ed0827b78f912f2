package io.spillway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.aws.SnsEvents;
import io.spillway.local.batch.ProcessRuntime;
import io.spillway.local.deploy.Clients;
import io.spillway.local.deploy.Deployer;
import io.spillway.local.fault.Faults;
import io.spillway.local.stack.Services;
import io.spillway.local.stack.Stack;
import io.spillway.local.twin.Twin;
import io.spillway.local.view.Samples;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.work.Failure;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchCommandTest {

    @TempDir private Path directory;

    private final TestConsole console = new TestConsole();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Twin twin;
    private Services services;
    private Stack stack;

    @BeforeEach
    void runAPipeline() throws IOException {
        console.clock = Clock.systemUTC();
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                """
                pipeline: weather
                phases:
                  convert: {on: upload, match: {types: [csv]}, stage: convert}
                """);
        var state = directory.resolve(".spillway");
        twin = Twin.start(state, Faults.none(), new ProcessRuntime(Map.of(), Map.of()), "events");
        Clients.pointTo(twin.endpoints());
        var document =
                Json.readObject(
                        """
                        {"pipeline": "weather",
                         "phases": {"convert": {"on": "upload", "match": {"types": ["csv"]}, "stage": "convert"}}}
                        """);
        new Deployer(Clients.create())
                .deploy(
                        DefinitionReader.requireChecked(
                                document, "pipeline.yaml", BuiltInStages.catalogue()),
                        document,
                        1,
                        10);
        services = Services.ofRun(state).orElseThrow();
        stack = Stack.named("weather", services);
    }

    @AfterEach
    void stop() throws IOException {
        services.close();
        twin.close();
        threads.close();
    }

    private Future<Integer> watch(String... options) throws InterruptedException {
        var words = new ArrayList<String>(List.of("watch", "--pipeline", directory.toString()));
        words.addAll(Arrays.asList(options));
        var status = threads.submit(() -> console.spillway(words.toArray()));
        while (!console.err().contains("Watching") && !status.isDone()) {
            Thread.sleep(10);
        }
        return status;
    }

    private void publish(PhaseEvent... events) throws IOException {
        new SnsEvents(services.sns(), stack.phasesTopicArn()).publish(List.of(events));
    }

    private static PhaseEvent succeeded(String phase, String key) {
        return Samples.succeeded(Samples.item(phase, key, 1), Samples.INLINE, Samples.NOON);
    }

    private static PhaseEvent failed(String phase, String key) {
        return Samples.failed(
                Samples.item(phase, key, 1),
                new Failure(Failure.Kind.BUG, "It broke."),
                Samples.NOON);
    }

    private int subscriptions() {
        return services.sns()
                .listSubscriptionsByTopic(list -> list.topicArn(stack.phasesTopicArn()))
                .subscriptions()
                .size();
    }

    private static int status(Future<Integer> watch) throws Exception {
        return watch.get(60, TimeUnit.SECONDS);
    }

    @Test
    void opensItsGateAtTheEndingThatIsWaitedForAndLeavesNoSubscription() throws Exception {
        var before = subscriptions();
        var watch = watch("--upload", "in/a.csv", "--phase", "report", "--until", "succeeded");
        assertThat(subscriptions()).isEqualTo(before + 1);

        publish(
                failed("report", "in/b.csv"),
                failed("convert", "in/a.csv"),
                succeeded("report", "in/a.csv"));

        assertThat(status(watch)).isZero();
        assertThat(console.out()).contains("report").contains("in/a.csv").doesNotContain("b.csv");
        assertThat(subscriptions()).isEqualTo(before);
    }

    @Test
    void failsWhenAWorkItemEndsOtherwise() throws Exception {
        var watch = watch("--upload", "s3://drop/in/", "--until", "succeeded", "--count", "2");

        publish(succeeded("convert", "in/a.csv"), failed("convert", "in/b.csv"));

        assertThat(status(watch)).isEqualTo(1);
        assertThat(console.err()).contains("Phase convert failed for s3://").contains("It broke.");
    }

    @Test
    void saysHowManyHadEndedWhenTimeIsUp() throws Exception {
        assertThat(status(watch("--until", "terminal", "--count", "3", "--timeout", "1s")))
                .isEqualTo(124);
        assertThat(console.err()).contains("After 1s 0 of 3 work items had ended as wanted.");
    }

    @Test
    void writesTheEventsAsTheyAre() throws Exception {
        var watch = watch("--json", "--until", "terminal", "--status", "failed");

        publish(succeeded("convert", "in/a.csv"));

        assertThat(status(watch)).isZero();
        assertThat(console.out()).isEmpty();
    }

    @Test
    void endsWellWithoutAGate() throws Exception {
        var watch = watch("--json", "--timeout", "2s", "--status", "failed");

        publish(succeeded("convert", "in/a.csv"), failed("convert", "in/b.csv"));

        assertThat(status(watch)).isZero();
        assertThat(console.out().lines())
                .containsExactly(Json.write(failed("convert", "in/b.csv").toJson()));
    }

    @Test
    void takesATopicByItsArnWhereTheEnvironmentSaysServicesAre() {
        assertThat(console.spillway("watch", "--topic-arn", "weather-phases")).isEqualTo(2);
        assertThat(console.err()).contains("expected arn:aws:sns:<region>:<account>:<name>");
        assertThat(
                        console.spillway(
                                "watch", "--topic-arn", stack.phasesTopicArn(), "--timeout", "1s"))
                .isZero();
    }

    @Test
    void refusesAStatusThatNoEventHas() {
        assertThat(console.spillway("watch", "--status", "done")).isEqualTo(2);
        assertThat(console.err()).contains("Option --status is \"done\": expected routed, started");
    }

    @Test
    void saysThatNoRunIsGoingOn() throws IOException {
        twin.close();

        assertThat(console.spillway("watch", "--pipeline", directory)).isEqualTo(1);
        assertThat(console.err())
                .contains("No ./spillway run of pipeline weather is going on. Start one");
    }
}

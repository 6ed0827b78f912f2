package io.spillway.local.batch;

import static io.spillway.local.batch.BatchFixture.size;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.spillway.local.batch.ScriptedRuntime.Container;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.model.AttemptTaskContainerDetails;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.EcsTaskProperties;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.TaskContainerDependency;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties.Builder;

/** Jobs whose tasks have several containers that wait for each other. */
@Timeout(180)
class TaskOfContainersTest {

    @TempDir private Path directory;
    private final ScriptedRuntime runtime = new ScriptedRuntime();
    private BatchFixture batch;

    @BeforeEach
    void start() throws IOException {
        batch = BatchFixture.in(directory).runtime(runtime).start().withQueue();
    }

    @AfterEach
    void stop() throws IOException {
        batch.close();
    }

    private static Builder container(String name) {
        return TaskContainerProperties.builder()
                .name(name)
                .image("image/" + name)
                .resourceRequirements(size("0.25", "512"));
    }

    private static Builder after(Builder container, String other, String condition) {
        return container.dependsOn(
                TaskContainerDependency.builder()
                        .containerName(other)
                        .condition(condition)
                        .build());
    }

    private void register(Builder... containers) {
        var all = Stream.of(containers).map(Builder::build).toList();
        batch.client.registerJobDefinition(
                request ->
                        request.jobDefinitionName("task")
                                .type("container")
                                .platformCapabilitiesWithStrings("FARGATE")
                                .ecsProperties(
                                        ecs ->
                                                ecs.taskProperties(
                                                        EcsTaskProperties.builder()
                                                                .executionRoleArn("arn:aws:iam::1")
                                                                .containers(all)
                                                                .build())));
    }

    /** As an untouched image is run. */
    private String submitUntouched() {
        register(
                container("runner").resourceRequirements(size("0.5", "1024")),
                container("gate").essential(false),
                after(container("program"), "gate", "SUCCESS").essential(false));
        return batch.submit("untouched", request -> request.jobDefinition("task"));
    }

    /** The next containers to start, in whatever order they do. */
    private Map<String, Container> next(int count) throws InterruptedException {
        var started = new HashMap<String, Container>();
        for (int i = 0; i < count; i++) {
            var container = runtime.next();
            started.put(container.spec.image().replace("image/", ""), container);
        }
        return started;
    }

    private static JsonObject metadata(Container container) throws IOException {
        var endpoint = container.spec.environment().get("ECS_CONTAINER_METADATA_URI_V4");
        try (var answer = URI.create(endpoint + "/task").toURL().openStream()) {
            return Json.readObject(answer.readAllBytes());
        }
    }

    private static Map<String, String> statuses(JsonObject metadata) {
        return metadata.objects("Containers").stream()
                .collect(
                        Collectors.toMap(
                                each -> each.requireText("Name"),
                                each -> each.requireText("KnownStatus")));
    }

    @Test
    void startsAContainerWhenTheOneThatItWaitsForHasSucceeded() throws Exception {
        submitUntouched();
        var first = next(2);

        assertThat(first).containsOnlyKeys("runner", "gate");
        first.get("gate").exit(0);
        assertThat(next(1)).containsOnlyKeys("program");
    }

    @Test
    void endsWithItsEssentialContainerAndStopsTheOthers() throws Exception {
        var id = submitUntouched();
        var containers = next(2);

        containers.get("runner").exit(75);

        assertThat(batch.await(id, JobStatus.FAILED).statusReason())
                .isEqualTo("Essential container in task exited");
        assertThat(containers.get("gate").signals).containsExactly("TERM, KILL after 30 s");
        assertThat(runtime.hasStartedAnother()).isFalse();
    }

    @Test
    void stopsAContainerAsTheOthersWhoseStartIsUnderWayWhenTheTaskEnds() throws Exception {
        runtime.holdStarts("image/gate");
        var id = submitUntouched();
        var containers = next(2);
        var runner = containers.get("runner");

        runner.exit(75);
        Waiting.until(
                BatchFixture.LONG,
                () -> told(runner).contains("\"DesiredStatus\":\"STOPPED\""),
                () -> "the task's end");
        assertThat(containers.get("gate").signals).isEmpty();
        runtime.letStart();

        batch.await(id, JobStatus.FAILED);
        assertThat(containers.get("gate").signals).containsExactly("TERM, KILL after 30 s");
    }

    @Test
    void tellsTheExitCodeOfEveryContainerThatRan() throws Exception {
        var id = submitUntouched();
        var containers = next(2);
        containers.get("gate").exit(0);
        next(1).get("program").exit(3);
        containers.get("runner").exit(0);

        var attempt = batch.await(id, JobStatus.SUCCEEDED).attempts().getFirst();

        assertThat(attempt.taskProperties().getFirst().containers())
                .extracting(
                        AttemptTaskContainerDetails::name, AttemptTaskContainerDetails::exitCode)
                .containsExactly(tuple("runner", 0), tuple("gate", 0), tuple("program", 3));
    }

    @Test
    void tellsItsContainersOfEachOther() throws Exception {
        submitUntouched();
        var containers = next(2);
        var runner = containers.get("runner");

        assertThat(statuses(metadata(runner)))
                .containsEntry("runner", "RUNNING")
                .containsEntry("program", "PENDING");
        containers.get("gate").exit(0);
        next(1).get("program").exit(7);
        Waiting.until(
                BatchFixture.LONG,
                () -> told(runner).contains("\"ExitCode\":7"),
                () -> "the program's end in " + told(runner));
        assertThat(statuses(metadata(runner))).containsEntry("program", "STOPPED");
        assertThat(metadata(runner).requireText("DesiredStatus")).isEqualTo("RUNNING");
    }

    private static String told(Container container) {
        try {
            return Json.write(metadata(container));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void neverStartsAContainerWhoseConditionCannotComeTrue() throws Exception {
        submitUntouched();
        var containers = next(2);

        containers.get("gate").exit(1);

        Waiting.until(
                BatchFixture.LONG,
                () -> told(containers.get("runner")).matches(".*\"program\".*\"STOPPED\".*"),
                () -> "the program's end");
        assertThat(runtime.hasStartedAnother()).isFalse();
        containers.get("runner").exit(75);
        batch.awaitIdle();
    }

    @Test
    void stopsAllContainersOfAJobThatIsTerminated() throws Exception {
        var id = submitUntouched();
        var containers = next(2);
        containers.get("gate").exit(0);
        containers.putAll(next(1));

        batch.client.terminateJob(request -> request.jobId(id).reason("enough"));

        assertThat(batch.await(id, JobStatus.FAILED).statusReason()).isEqualTo("enough");
        assertThat(containers.get("runner").signals).isNotEmpty();
        assertThat(containers.get("program").signals).isNotEmpty();
    }

    @Test
    void givesEachContainerItsOwnMemoryAndAllOfThemTheProcessorsOfTheTask() throws Exception {
        submitUntouched();
        var containers = next(2);

        assertThat(containers.get("runner").spec.size()).isEqualTo(new FargateSize(1000, 1024));
        assertThat(containers.get("gate").spec.size()).isEqualTo(new FargateSize(1000, 512));
    }

    @Test
    void letsAJobFailWhoseMainContainerHasNoImage() {
        register(container("runner").image("absent"), container("b").essential(false));

        var id = batch.submit("absent", request -> request.jobDefinition("task"));

        assertThat(batch.await(id, JobStatus.FAILED).statusReason())
                .startsWith("CannotPullContainerError");
    }

    @Test
    void refusesContainersWhoseSizesDoNotMakeOneOfFargates() {
        assertThatThrownBy(() -> register(container("a"), container("b"), container("c")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Fargate resource requirements");
    }

    @Test
    void refusesContainersThatWaitForEachOther() {
        assertThatThrownBy(
                        () ->
                                register(
                                        after(container("a"), "b", "START"),
                                        after(container("b"), "a", "START")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("wait for each other");
    }

    @Test
    void refusesToWaitForTheEndOfAnEssentialContainer() {
        assertThatThrownBy(() -> register(container("a"), after(container("b"), "a", "SUCCESS")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining(
                        "The container b waits for the end of a, which is essential: the task ends with it.");
    }

    @Test
    void refusesToWaitForAContainerThatIsNot() {
        assertThatThrownBy(() -> register(container("a"), after(container("b"), "c", "START")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("The container b depends on c, which isn't in the task.");
    }

    @Test
    void refusesATaskInWhichNothingIsEssential() {
        assertThatThrownBy(
                        () ->
                                register(
                                        container("a").essential(false),
                                        container("b").essential(false)))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("No container of the task is essential");
    }

    @Test
    void refusesTwoContainersOfOneName() {
        assertThatThrownBy(() -> register(container("a"), container("a")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("has the name \"a\" twice or none");
    }
}

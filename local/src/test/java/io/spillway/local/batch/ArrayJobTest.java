package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.memory.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.model.ArrayJobDependency;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

@Timeout(180)
class ArrayJobTest {

    @TempDir private Path directory;
    private final ScriptedRuntime runtime = new ScriptedRuntime();
    private BatchFixture batch;

    @AfterEach
    void stop() throws IOException {
        if (batch != null) {
            batch.close();
        }
    }

    private void start(ContainerRuntime with) throws IOException {
        batch = BatchFixture.in(directory).runtime(with).clock(new TestClock()).start().withQueue();
    }

    private String submitArray(int size) {
        return submitArray(size, _ -> {});
    }

    private String submitArray(int size, Consumer<SubmitJobRequest.Builder> more) {
        return batch.submit(
                "array",
                request -> {
                    request.arrayProperties(array -> array.size(size));
                    more.accept(request);
                });
    }

    /** The next containers, by the job they run; one environment holds two. */
    private Map<String, ScriptedRuntime.Container> next(int count) throws InterruptedException {
        var containers = new TreeMap<String, ScriptedRuntime.Container>();
        for (int i = 0; i < count; i++) {
            var container = runtime.next();
            containers.put(container.spec.environment().get("AWS_BATCH_JOB_ID"), container);
        }
        return containers;
    }

    private JobStatus status(String id) {
        return batch.job(id).status();
    }

    @Test
    void givesEachChildItsIndexAndPlacesOfItsOwn() throws Exception {
        start(runtime);
        var id = submitArray(2);

        var containers = next(2);

        assertThat(containers).containsOnlyKeys(id + ":0", id + ":1");
        var spec = containers.get(id + ":1").spec;
        assertThat(spec.environment())
                .contains(
                        entry("AWS_BATCH_JOB_ID", id + ":1"),
                        entry("AWS_BATCH_JOB_ARRAY_INDEX", "1"),
                        entry("AWS_BATCH_JOB_ARRAY_SIZE", "2"),
                        entry("AWS_BATCH_JOB_ATTEMPT", "1"));
        assertThat(spec.name()).isEqualTo(id + "-1-1");
        assertThat(spec.directory()).isEqualTo(directory.resolve("work/" + id + "-1-1"));
        assertThat(spec.log()).isEqualTo(directory.resolve("logs/" + id + "-1-1.log"));
    }

    @Test
    void tellsWhereTheChildrenAre() throws Exception {
        start(runtime);
        var id = submitArray(3);
        var containers = next(2);
        containers.get(id + ":0").exit(0);
        runtime.next();
        batch.await(id + ":2", JobStatus.RUNNING);

        var parent = batch.job(id);

        assertThat(parent.status()).isEqualTo(JobStatus.PENDING);
        assertThat(parent.arrayProperties().index()).isNull();
        assertThat(parent.arrayProperties().statusSummary())
                .contains(entry("RUNNING", 2), entry("SUCCEEDED", 1), entry("RUNNABLE", 0));
    }

    @Test
    void retriesAChildOnItsOwn() throws Exception {
        start(runtime);
        var id = submitArray(2, request -> request.retryStrategy(retry -> retry.attempts(2)));
        var containers = next(2);
        containers.get(id + ":1").exit(1);

        var again = runtime.next();
        assertThat(again.spec.name()).isEqualTo(id + "-1-2");
        again.exit(0);
        containers.get(id + ":0").exit(0);
        batch.await(id, JobStatus.SUCCEEDED);

        assertThat(batch.job(id + ":0").attempts()).hasSize(1);
        assertThat(batch.job(id + ":1").attempts()).hasSize(2);
    }

    @Test
    void failsOnlyWhenAllChildrenHaveEnded() throws Exception {
        start(runtime);
        var id = submitArray(2);
        var containers = next(2);

        containers.get(id + ":0").exit(1);
        batch.await(id + ":0", JobStatus.FAILED);
        assertThat(status(id)).isEqualTo(JobStatus.PENDING);
        containers.get(id + ":1").exit(0);

        assertThat(batch.await(id, JobStatus.FAILED).statusReason())
                .isEqualTo("Array Child Job failed");
        assertThat(status(id + ":1")).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void makesEventsOfTheParentAndOfEachChild() throws Exception {
        start(ScriptedRuntime.instant());
        var id = submitArray(2);
        batch.awaitIdle();

        assertThat(batch.statuses(id)).containsExactly("PENDING", "SUCCEEDED");
        assertThat(batch.statuses(id + ":1"))
                .containsExactly("RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED");
        assertThat(batch.events.stream().map(event -> event.requireText("id")).distinct())
                .hasSize(2 + 2 * 4);
        assertThat(array(id + ":1"))
                .isEqualTo(
                        JsonObject.of()
                                .put("statusSummary", JsonObject.of())
                                .put("index", 1)
                                .build());
        assertThat(array(id).requireWhole("size")).isEqualTo(2);
        assertThat(array(id).requireObject("statusSummary").requireWhole("SUCCEEDED")).isEqualTo(2);
    }

    /** The {@code arrayProperties} of the last event of a job. */
    private JsonObject array(String id) {
        return batch.events.stream()
                .map(event -> event.requireObject("detail"))
                .filter(detail -> detail.requireText("jobId").equals(id))
                .reduce((_, last) -> last)
                .orElseThrow()
                .requireObject("arrayProperties");
    }

    @Test
    void terminatesAllChildrenWithTheirParent() throws Exception {
        start(runtime);
        var id = submitArray(4, request -> request.retryStrategy(retry -> retry.attempts(3)));
        var running = next(2);
        batch.await(id + ":1", JobStatus.RUNNING);

        batch.client.terminateJob(request -> request.jobId(id).reason("Not wanted"));

        var parent = batch.await(id, JobStatus.FAILED);
        assertThat(parent.statusReason()).isEqualTo("Not wanted");
        assertThat(parent.isTerminated()).isTrue();
        assertThat(parent.arrayProperties().statusSummary()).containsEntry("FAILED", 4);
        assertThat(running.values())
                .allSatisfy(
                        container ->
                                assertThat(container.signals)
                                        .containsExactly("TERM, KILL after 30 s"));
        assertThat(batch.job(id + ":3").statusReason()).isEqualTo("Not wanted");
        assertThat(runtime.hasStartedAnother()).isFalse();
    }

    @Test
    void cancelsOnlyTheChildrenThatWereNotPlaced() throws Exception {
        start(runtime);
        var id = submitArray(3);
        var running = next(2);
        batch.await(id + ":1", JobStatus.RUNNING);

        batch.client.cancelJob(request -> request.jobId(id).reason("Superseded"));

        assertThat(batch.await(id + ":2", JobStatus.FAILED).statusReason()).isEqualTo("Superseded");
        assertThat(status(id)).isEqualTo(JobStatus.PENDING);
        running.values().forEach(container -> container.exit(0));
        var parent = batch.await(id, JobStatus.FAILED);
        assertThat(parent.statusReason()).isEqualTo("Superseded");
        assertThat(parent.isCancelled()).isTrue();
        assertThat(parent.arrayProperties().statusSummary())
                .contains(entry("SUCCEEDED", 2), entry("FAILED", 1));
    }

    @Test
    void terminatesWhatACancelLetRunOn() throws Exception {
        start(runtime);
        var id = submitArray(2);
        next(2);
        batch.await(id + ":0", JobStatus.RUNNING);
        batch.await(id + ":1", JobStatus.RUNNING);
        batch.client.cancelJob(request -> request.jobId(id).reason("Superseded"));

        batch.client.terminateJob(request -> request.jobId(id).reason("Now"));

        assertThat(batch.await(id, JobStatus.FAILED).statusReason()).isEqualTo("Now");
        assertThat(batch.job(id + ":1").statusReason()).isEqualTo("Now");
    }

    @Test
    void terminatesOneChildOnly() throws Exception {
        start(runtime);
        var id = submitArray(2);
        var containers = next(2);
        batch.await(id + ":0", JobStatus.RUNNING);

        batch.client.terminateJob(request -> request.jobId(id + ":0").reason("This one"));
        batch.await(id + ":0", JobStatus.FAILED);
        containers.get(id + ":1").exit(0);

        assertThat(batch.await(id, JobStatus.FAILED).statusReason())
                .isEqualTo("Array Child Job failed");
        assertThat(status(id + ":1")).isEqualTo(JobStatus.SUCCEEDED);
    }

    private static JobDependency sequence() {
        return JobDependency.builder().type(ArrayJobDependency.SEQUENTIAL).build();
    }

    @Test
    void endsASequenceWithTheFirstChildThatFails() throws Exception {
        start(runtime);
        var id = submitArray(3, request -> request.dependsOn(sequence()));
        runtime.next().exit(0);
        var second = runtime.next();
        assertThat(status(id + ":2")).isEqualTo(JobStatus.PENDING);
        second.exit(1);

        batch.await(id, JobStatus.FAILED);

        assertThat(status(id + ":0")).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(batch.job(id + ":2").statusReason()).isEqualTo("Dependent Job failed");
        assertThat(runtime.hasStartedAnother()).isFalse();
    }

    @Test
    void letsEachChildWaitForTheOneWithItsIndex() throws Exception {
        start(runtime);
        var first = submitArray(2);
        var containers = next(2);
        var second =
                submitArray(
                        2,
                        request ->
                                request.dependsOn(
                                        JobDependency.builder()
                                                .type(ArrayJobDependency.N_TO_N)
                                                .jobId(first)
                                                .build()));

        containers.get(first + ":1").exit(0);

        assertThat(next(1)).containsOnlyKeys(second + ":1");
        assertThat(status(second + ":0")).isEqualTo(JobStatus.PENDING);
        containers.get(first + ":0").exit(1);
        assertThat(batch.await(second + ":0", JobStatus.FAILED).statusReason())
                .isEqualTo("Dependent Job failed");
    }

    @Test
    void refusesToPairArraysOfDifferentSizes() throws Exception {
        start(runtime);
        var first = submitArray(2);

        assertThatThrownBy(
                        () ->
                                submitArray(
                                        3,
                                        request ->
                                                request.dependsOn(
                                                        JobDependency.builder()
                                                                .type(ArrayJobDependency.N_TO_N)
                                                                .jobId(first)
                                                                .build())))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("must be an array job of the same size, 3.");
    }

    @Test
    void keepsADependentJobPendingAndTellsOfIt() throws Exception {
        start(runtime);
        var first = batch.submit("first");
        var last =
                batch.submit(
                        "last",
                        request -> request.dependsOn(JobDependency.builder().jobId(first).build()));
        var container = runtime.next();
        batch.await(last, JobStatus.PENDING);

        container.exit(0);
        runtime.next().exit(0);
        batch.awaitIdle();

        assertThat(batch.statuses(last))
                .containsExactly("PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED");
    }

    @Test
    void cancelsAJobThatWaitsForAnother() throws Exception {
        start(runtime);
        var first = batch.submit("first");
        var last =
                batch.submit(
                        "last",
                        request -> request.dependsOn(JobDependency.builder().jobId(first).build()));
        batch.await(last, JobStatus.PENDING);

        batch.client.cancelJob(request -> request.jobId(last).reason("No more"));

        assertThat(batch.job(last).statusReason()).isEqualTo("No more");
    }

    @Test
    void listsChildrenPageByPage() throws Exception {
        start(ScriptedRuntime.instant());
        var id = submitArray(5);
        batch.awaitIdle();

        var pages =
                batch
                        .client
                        .listJobsPaginator(
                                request ->
                                        request.arrayJobId(id)
                                                .jobStatus(JobStatus.SUCCEEDED)
                                                .maxResults(2))
                        .stream()
                        .map(page -> page.jobSummaryList().stream().map(s -> s.jobId()).toList())
                        .toList();

        assertThat(pages)
                .containsExactly(
                        List.of(id + ":0", id + ":1"),
                        List.of(id + ":2", id + ":3"),
                        List.of(id + ":4"));
    }

    @Test
    void doesNotKnowChildrenThatAreNotThere() throws Exception {
        start(ScriptedRuntime.instant());
        var id = submitArray(2);

        for (var index : List.of("2", "-1", "01", "x", "", "99999")) {
            assertThat(batch.client.describeJobs(request -> request.jobs(id + ":" + index)).jobs())
                    .as(index)
                    .isEmpty();
        }
        assertThatThrownBy(() -> batch.client.listJobs(request -> request.arrayJobId("none")))
                .isInstanceOf(ClientException.class);
    }

    @Test
    void refusesTagsForAChild() throws Exception {
        start(ScriptedRuntime.instant());
        var arn = batch.job(submitArray(2) + ":0").jobArn();

        assertThatThrownBy(
                        () ->
                                batch.client.tagResource(
                                        request -> request.resourceArn(arn).tags(Map.of("a", "1"))))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("is a child of an array job: its parent has the tags.");
    }

    @Test
    void keepsTheChildrenOfAJobThatIsTagged() throws Exception {
        start(runtime);
        var id = submitArray(2);
        next(2).get(id + ":0").exit(0);
        batch.await(id + ":0", JobStatus.SUCCEEDED);

        batch.client.tagResource(
                request -> request.resourceArn(batch.job(id).jobArn()).tags(Map.of("a", "1")));

        assertThat(batch.job(id).tags()).containsEntry("a", "1");
        assertThat(status(id + ":0")).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void writesOneLineAndNoFileForTheSubmissionOf10000Children() throws Exception {
        start(runtime);
        batch.submit("a");
        batch.submit("b");
        next(2);
        var files = files();

        var id = submitArray(10_000);

        try (var lines = Files.lines(directory.resolve("journal.jsonl"))) {
            assertThat(lines.filter(line -> line.contains("\"jobId\":\"" + id + "\""))).hasSize(1);
        }
        assertThat(files()).isEqualTo(files);
        batch.client.terminateJob(request -> request.jobId(id).reason("Enough"));
        Waiting.until(
                Duration.ofSeconds(50),
                () -> status(id) == JobStatus.FAILED,
                () -> "end of " + batch.job(id).arrayProperties());
        assertThat(batch.job(id).arrayProperties().statusSummary()).containsEntry("FAILED", 10_000);
        assertThat(batch.job(id + ":9999").statusReason()).isEqualTo("Enough");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void runsHundredsOfChildrenEachOnce() throws Exception {
        start(ScriptedRuntime.instant());
        var id = submitArray(300);

        Waiting.until(
                Duration.ofSeconds(50),
                batch.service::isIdle,
                () -> "end of " + batch.job(id).arrayProperties());

        assertThat(status(id)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(IntStream.range(0, 300).mapToObj(index -> id + ":" + index))
                .allSatisfy(child -> assertThat(batch.statuses(child)).endsWith("SUCCEEDED"));
        assertThat(batch.events).hasSize(2 + 300 * 4);
    }
}

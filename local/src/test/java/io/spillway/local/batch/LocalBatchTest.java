package io.spillway.local.batch;

import static io.spillway.local.batch.BatchFixture.size;
import static io.spillway.local.batch.BatchFixture.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.memory.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.ContainerOverrides;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobStateTimeLimitAction;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.batch.model.TaskContainerOverrides;
import software.amazon.awssdk.services.batch.model.TaskPropertiesOverride;

@Timeout(180)
class LocalBatchTest {

    @TempDir private Path directory;
    private final ScriptedRuntime runtime = new ScriptedRuntime();
    private final TestClock clock = new TestClock();
    private BatchFixture batch;

    @AfterEach
    void stop() throws IOException {
        if (batch != null) {
            batch.close();
        }
    }

    private BatchFixture start() throws IOException {
        return start(BatchFixture.in(directory));
    }

    private BatchFixture start(BatchFixture.Setup setup) throws IOException {
        batch = setup.runtime(runtime).clock(clock).start().withQueue();
        return batch;
    }

    private static void attempts(SubmitJobRequest.Builder request, int attempts) {
        request.retryStrategy(retry -> retry.attempts(attempts));
    }

    @Test
    void tellsTheContainerWhatBatchTellsIt() throws Exception {
        start().register(
                        "convert",
                        "spillway/convert:1",
                        request ->
                                request.containerProperties(
                                        BatchFixture.container("spillway/convert:1", "in", "Ref::k")
                                                .toBuilder()
                                                .environment(variable("A", "1"))
                                                .build()));

        var id =
                batch.submit(
                        "convert",
                        request ->
                                request.jobDefinition("convert")
                                        .parameters(Map.of("k", "a b/+%/ü"))
                                        .containerOverrides(
                                                overrides ->
                                                        overrides.environment(variable("B", "2"))));

        var spec = runtime.next().spec;
        assertThat(spec)
                .isEqualTo(
                        new ContainerSpec(
                                id + "-1",
                                id + "-1",
                                "spillway/convert:1",
                                List.of("in", "a b/+%/ü"),
                                Map.of(
                                        "A", "1",
                                        "B", "2",
                                        "AWS_BATCH_JOB_ID", id,
                                        "AWS_BATCH_JOB_ATTEMPT", "1",
                                        "AWS_BATCH_JQ_NAME", "jobs",
                                        "AWS_BATCH_CE_NAME", "spot"),
                                new FargateSize(1000, 2048),
                                Surroundings.PLAIN,
                                directory.resolve("work/" + id + "-1"),
                                directory.resolve("logs/" + id + "-1.log")));
    }

    @Test
    void makesAnEventOfEveryChangeButTheSubmission() throws Exception {
        var id = start().submit("events");
        runtime.next().exit(0);
        batch.awaitIdle();

        assertThat(batch.statuses(id))
                .containsExactly("RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED");
    }

    @Test
    void makesEventsThatLookLikeThoseOfEventBridge() throws Exception {
        var id = start().submit("event", request -> request.tags(Map.of("work-item", "1")));
        runtime.next().exit(0);
        batch.awaitIdle();
        var last = batch.events.getLast();
        var task = last.requireObject("detail").requireObject("container");

        assertThat(last)
                .isEqualTo(
                        Json.readObject(
                                """
                                {
                                  "version": "0",
                                  "id": "%2$s",
                                  "detail-type": "Batch Job State Change",
                                  "source": "aws.batch",
                                  "account": "000000000000",
                                  "time": "2026-01-01T00:00:00Z",
                                  "region": "us-east-1",
                                  "resources": ["arn:aws:batch:us-east-1:000000000000:job/%1$s"],
                                  "detail": {
                                    "jobArn": "arn:aws:batch:us-east-1:000000000000:job/%1$s",
                                    "jobName": "event",
                                    "jobId": "%1$s",
                                    "jobQueue": "arn:aws:batch:us-east-1:000000000000:job-queue/jobs",
                                    "status": "SUCCEEDED",
                                    "statusReason": "Essential container in task exited",
                                    "attempts": [{
                                      "container": {
                                        "exitCode": 0,
                                        "logStreamName": "%4$s",
                                        "taskArn": "%3$s"
                                      },
                                      "startedAt": 1767225600000,
                                      "stoppedAt": 1767225600000,
                                      "statusReason": "Essential container in task exited"
                                    }],
                                    "createdAt": 1767225600000,
                                    "startedAt": 1767225600000,
                                    "stoppedAt": 1767225600000,
                                    "retryStrategy": {"attempts": 1, "evaluateOnExit": []},
                                    "dependsOn": [],
                                    "jobDefinition": "arn:aws:batch:us-east-1:000000000000:job-definition/unpack:1",
                                    "parameters": {},
                                    "tags": {"work-item": "1"},
                                    "propagateTags": false,
                                    "platformCapabilities": ["FARGATE"],
                                    "isCancelled": false,
                                    "isTerminated": false,
                                    "container": {
                                      "image": "spillway/unpack:1",
                                      "command": [],
                                      "executionRoleArn": "arn:aws:iam::000000000000:role/execution",
                                      "environment": [],
                                      "resourceRequirements": [
                                        {"type": "VCPU", "value": "1"},
                                        {"type": "MEMORY", "value": "2048"}
                                      ],
                                      "exitCode": 0,
                                      "logStreamName": "%4$s",
                                      "taskArn": "%3$s"
                                    }
                                  }
                                }
                                """
                                        .formatted(
                                                id,
                                                last.requireText("id"),
                                                task.requireText("taskArn"),
                                                task.requireText("logStreamName"))));
        assertThat(task.requireText("logStreamName")).startsWith("unpack/default/");
    }

    @Test
    void givesEveryEventAnIdOfItsOwn() throws Exception {
        var id = start().submit("retried", request -> attempts(request, 2));
        runtime.next().exit(1);
        runtime.next().exit(1);
        batch.awaitIdle();

        assertThat(batch.statuses(id))
                .containsExactly(
                        "RUNNABLE",
                        "STARTING",
                        "RUNNING",
                        "RUNNABLE",
                        "STARTING",
                        "RUNNING",
                        "FAILED");
        assertThat(batch.events.stream().map(event -> event.requireText("id")).distinct())
                .hasSize(7);
    }

    @Test
    void offersAnEventAgainThatWasNotTaken() throws Exception {
        var refused = new AtomicInteger();
        var taken = new AtomicInteger();
        start(
                BatchFixture.in(directory)
                        .listener(
                                _ -> {
                                    if (refused.getAndIncrement() == 0) {
                                        throw new IOException("The queue is away.");
                                    }
                                    taken.incrementAndGet();
                                }));
        batch.submit("refused");
        runtime.next().exit(0);
        batch.awaitIdle();

        assertThat(taken).hasValue(4);
    }

    @Test
    void retriesWithAFreshAttempt() throws Exception {
        var id = start().submit("retried", request -> attempts(request, 3));
        runtime.next().exit(75);

        var second = runtime.next();
        assertThat(second.spec.environment()).containsEntry("AWS_BATCH_JOB_ATTEMPT", "2");
        assertThat(second.spec.name()).isEqualTo(id + "-2");
        second.exit(0);

        var job = batch.await(id, JobStatus.SUCCEEDED);
        assertThat(job.attempts()).extracting(a -> a.container().exitCode()).containsExactly(75, 0);
    }

    @Test
    void asksTheRetryStrategy() throws Exception {
        var id =
                start().submit(
                                "bad-input",
                                request ->
                                        request.retryStrategy(
                                                retry ->
                                                        retry.attempts(5)
                                                                .evaluateOnExit(
                                                                        EvaluateOnExit.builder()
                                                                                .onExitCode("65")
                                                                                .action("EXIT")
                                                                                .build())));
        runtime.next().exit(65);

        var job = batch.await(id, JobStatus.FAILED);
        assertThat(job.attempts()).hasSize(1);
        assertThat(job.statusReason()).isEqualTo("Essential container in task exited");
    }

    @Test
    void putsARetriedJobToTheFrontOfItsQueue() throws Exception {
        start().submit("first", request -> request.containerOverrides(large()));
        var first = runtime.next();
        batch.submit("second", request -> request.containerOverrides(large()));
        var retried =
                batch.submit(
                        "third",
                        request -> {
                            request.containerOverrides(large());
                            attempts(request, 2);
                        });
        first.exit(0);
        runtime.next().exit(0);
        var third = runtime.next();
        var fourth = batch.submit("fourth", request -> request.containerOverrides(large()));

        third.exit(1);

        assertThat(runtime.next().spec.name()).isEqualTo(retried + "-2");
        assertThat(batch.job(fourth).status()).isEqualTo(JobStatus.RUNNABLE);
    }

    private static ContainerOverrides large() {
        return ContainerOverrides.builder().resourceRequirements(size("2", "4096")).build();
    }

    @Test
    void runsNoMoreThanTheEnvironmentHolds() throws Exception {
        start();
        var ids = List.of(batch.submit("a"), batch.submit("b"), batch.submit("c"));
        var first = runtime.next();
        runtime.next();

        assertThat(batch.await(ids.get(2), JobStatus.RUNNABLE).statusReason()).isNull();
        assertThat(runtime.hasStartedAnother()).isFalse();

        first.exit(0);
        assertThat(runtime.next().spec.name()).isEqualTo(ids.get(2) + "-1");
    }

    @Test
    void saysThatTheImageIsNotThere() throws Exception {
        start().register("gone", "absent", _ -> {});
        var id = batch.submit("gone", request -> request.jobDefinition("gone"));

        var job = batch.await(id, JobStatus.FAILED);

        assertThat(job.statusReason())
                .isEqualTo("CannotPullContainerError: image absent not found");
        assertThat(job.container().reason()).startsWith("CannotPullContainerError: ");
        assertThat(job.container().exitCode()).isNull();
        assertThat(job.startedAt()).isNull();
        assertThat(batch.statuses(id)).containsExactly("RUNNABLE", "STARTING", "FAILED");
    }

    @Test
    void saysThatTheProgramCannotBeRun() throws Exception {
        start().register("broken", "broken", _ -> {});
        var id = batch.submit("broken", request -> request.jobDefinition("broken"));

        var job = batch.await(id, JobStatus.FAILED);

        assertThat(job.statusReason()).isEqualTo("Task failed to start");
        assertThat(job.container().reason())
                .isEqualTo("CannotStartContainerError: java.io.IOException: no such program");
    }

    @Test
    void saysThatAContainerRanOutOfMemory() throws Exception {
        var id = start().submit("large");
        runtime.next().runOutOfMemory();

        var container = batch.await(id, JobStatus.FAILED).container();

        assertThat(container.exitCode()).isEqualTo(137);
        assertThat(container.reason())
                .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void stopsAnAttemptThatTakesTooLong() throws Exception {
        var id =
                start().submit(
                                "slow",
                                request -> {
                                    request.timeout(timeout -> timeout.attemptDurationSeconds(60));
                                    attempts(request, 3);
                                });
        var container = runtime.next();
        batch.await(id, JobStatus.RUNNING);

        clock.advance(Duration.ofSeconds(59));
        batch.submit("another");
        runtime.next();
        assertThat(container.signals).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        var job = batch.await(id, JobStatus.FAILED);
        assertThat(container.signals).containsExactly("TERM, KILL after 30 s");
        assertThat(job.statusReason()).isEqualTo("Job attempt duration exceeded timeout");
        assertThat(job.attempts()).hasSize(1);
        assertThat(job.container().exitCode()).isEqualTo(143);
    }

    @Test
    void terminatesARunningJobAndDoesNotRetryIt() throws Exception {
        var id = start().submit("unwanted", request -> attempts(request, 3));
        var container = runtime.next();
        batch.await(id, JobStatus.RUNNING);

        batch.client.terminateJob(request -> request.jobId(id).reason("Not wanted any more"));

        var job = batch.await(id, JobStatus.FAILED);
        assertThat(container.signals).containsExactly("TERM, KILL after 30 s");
        assertThat(job.statusReason()).isEqualTo("Not wanted any more");
        assertThat(job.attempts()).hasSize(1);
        assertThat(job.isTerminated()).isTrue();
        assertThat(job.isCancelled()).isFalse();
    }

    @Test
    void keepsTheReasonOfTheFirstTermination() throws Exception {
        var id = start().submit("unwanted", request -> request.containerOverrides(large()));
        runtime.next();
        var waiting = batch.submit("waiting", request -> request.containerOverrides(large()));
        batch.await(id, JobStatus.RUNNING);

        for (var reason : List.of("first", "second")) {
            batch.client.terminateJob(request -> request.jobId(id).reason(reason));
            batch.client.terminateJob(request -> request.jobId(waiting).reason(reason));
        }

        assertThat(batch.await(id, JobStatus.FAILED).statusReason()).isEqualTo("first");
        assertThat(batch.await(waiting, JobStatus.FAILED).statusReason()).isEqualTo("first");
    }

    @Test
    void cancelsAJobThatWasNotPlacedOnly() throws Exception {
        var running = start().submit("running", request -> request.containerOverrides(large()));
        var container = runtime.next();
        batch.await(running, JobStatus.RUNNING);
        var waiting = batch.submit("waiting", request -> request.containerOverrides(large()));

        for (var id : List.of(running, waiting)) {
            batch.client.cancelJob(request -> request.jobId(id).reason("Superseded"));
        }

        var job = batch.job(waiting);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.statusReason()).isEqualTo("Superseded");
        assertThat(job.isCancelled()).isTrue();
        assertThat(batch.job(running).status()).isEqualTo(JobStatus.RUNNING);
        container.exit(0);
        batch.await(running, JobStatus.SUCCEEDED);
    }

    @Test
    void terminatesTheJobsOfADeletedQueue() throws Exception {
        var running = start().submit("running", request -> request.containerOverrides(large()));
        runtime.next();
        var waiting = batch.submit("waiting", request -> request.containerOverrides(large()));
        batch.await(running, JobStatus.RUNNING);
        batch.client.updateJobQueue(request -> request.jobQueue("jobs").state("DISABLED"));

        batch.client.deleteJobQueue(request -> request.jobQueue("jobs"));

        batch.await(running, JobStatus.FAILED);
        batch.await(waiting, JobStatus.FAILED);
    }

    @Test
    void saysWhyAJobCanNeverBePlaced() throws Exception {
        start();
        var id =
                batch.submit(
                        "huge",
                        request ->
                                request.containerOverrides(
                                        overrides ->
                                                overrides.resourceRequirements(size("4", "8192"))));
        var behind = batch.submit("behind");

        Waiting.until(
                BatchFixture.LONG,
                () -> batch.job(id).statusReason() != null,
                () -> "reason of " + batch.job(id));

        assertThat(batch.job(id).status()).isEqualTo(JobStatus.RUNNABLE);
        assertThat(batch.job(id).statusReason())
                .isEqualTo(
                        "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - All compute environments have a maxvCpus setting that is smaller than the job requirements.");
        assertThat(batch.job(behind).status()).isEqualTo(JobStatus.RUNNABLE);
        assertThat(batch.statuses(id)).containsExactly("RUNNABLE");
    }

    @Test
    void cancelsAJobThatWaitsTooLongForThatReason() throws Exception {
        var reason = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE";
        start();
        batch.client.updateJobQueue(
                request ->
                        request.jobQueue("jobs")
                                .jobStateTimeLimitActions(
                                        JobStateTimeLimitAction.builder()
                                                .reason(reason)
                                                .state("RUNNABLE")
                                                .action("CANCEL")
                                                .maxTimeSeconds(600)
                                                .build()));
        var id =
                batch.submit(
                        "huge",
                        request ->
                                request.containerOverrides(
                                        overrides ->
                                                overrides.resourceRequirements(size("4", "8192"))));
        var behind = batch.submit("behind");
        Waiting.until(
                BatchFixture.LONG,
                () -> batch.job(id).statusReason() != null,
                () -> "reason of " + batch.job(id));

        clock.advance(Duration.ofSeconds(600));

        assertThat(batch.await(id, JobStatus.FAILED).statusReason())
                .isEqualTo("Canceled by JobStateTimeLimit action due to reason: " + reason);
        assertThat(runtime.next().spec.name()).isEqualTo(behind + "-1");
    }

    /** The definition isn't registered through the client, which doesn't know stopTimeout yet. */
    @Test
    void takesTheTaskForm() throws Exception {
        start();
        post(
                "/v1/registerjobdefinition",
                """
                {
                  "jobDefinitionName": "task",
                  "type": "container",
                  "platformCapabilities": ["FARGATE"],
                  "ecsProperties": {"taskProperties": [{
                    "executionRoleArn": "arn:aws:iam::000000000000:role/execution",
                    "containers": [{
                      "name": "worker",
                      "image": "spillway/unpack:1",
                      "command": ["default"],
                      "environment": [{"name": "A", "value": "1"}],
                      "resourceRequirements": [
                        {"type": "VCPU", "value": "1"},
                        {"type": "MEMORY", "value": "2048"}
                      ],
                      "stopTimeout": 120
                    }]
                  }]}
                }
                """);
        var id =
                batch.submit(
                        "task",
                        request ->
                                request.jobDefinition("task")
                                        .ecsPropertiesOverride(BatchFixture::taskOverride));
        var container = runtime.next();
        assertThat(container.spec.command()).containsExactly("overridden");
        assertThat(container.spec.environment()).containsEntry("A", "1").containsEntry("B", "2");
        batch.await(id, JobStatus.RUNNING);

        batch.client.terminateJob(request -> request.jobId(id).reason("enough"));

        var job = batch.await(id, JobStatus.FAILED);
        assertThat(container.signals).containsExactly("TERM, KILL after 120 s");
        assertThat(job.container()).isNull();
        var task = job.ecsProperties().taskProperties().getFirst();
        assertThat(task.containers().getFirst().exitCode()).isEqualTo(143);
        var attempt = job.attempts().getFirst().taskProperties().getFirst();
        assertThat(attempt.containers().getFirst().exitCode()).isEqualTo(143);
        assertThat(attempt.containers().getFirst().name()).isEqualTo("worker");
    }

    @Test
    void refusesContainerOverridesForTheTaskForm() throws Exception {
        start();
        batch.client.registerJobDefinition(
                request ->
                        request.jobDefinitionName("task")
                                .type("container")
                                .platformCapabilitiesWithStrings("FARGATE")
                                .ecsProperties(BatchFixture::task));

        assertThatThrownBy(
                        () ->
                                batch.submit(
                                        "task",
                                        request ->
                                                request.jobDefinition("task")
                                                        .containerOverrides(large())))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining(
                        "containerOverrides don't go with the job definition arn:aws:batch:us-east-1:000000000000:job-definition/task:1, which has ecsProperties.");
    }

    @Test
    void refusesToOverrideAContainerTwice() throws Exception {
        start();
        batch.client.registerJobDefinition(
                request ->
                        request.jobDefinitionName("task")
                                .type("container")
                                .platformCapabilitiesWithStrings("FARGATE")
                                .ecsProperties(BatchFixture::task));
        var one = TaskContainerOverrides.builder().name("worker").command("a").build();

        assertThatThrownBy(
                        () ->
                                batch.submit(
                                        "task",
                                        request ->
                                                request.jobDefinition("task")
                                                        .ecsPropertiesOverride(
                                                                ecs ->
                                                                        ecs.taskProperties(
                                                                                TaskPropertiesOverride
                                                                                        .builder()
                                                                                        .containers(
                                                                                                one,
                                                                                                one)
                                                                                        .build()))))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Container worker is overridden twice.");
    }

    @Test
    void refusesAGraphicsProcessor() throws Exception {
        start();

        assertThatThrownBy(
                        () ->
                                batch.submit(
                                        "gpu",
                                        request ->
                                                request.containerOverrides(
                                                        overrides ->
                                                                overrides.resourceRequirements(
                                                                        ResourceRequirement
                                                                                .builder()
                                                                                .type("GPU")
                                                                                .value("1")
                                                                                .build()))))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining(
                        "resourceRequirements has GPU: Fargate has VCPU and MEMORY only.");
    }

    @Test
    void throttlesMoreThanFiftySubmitsASecond() throws Exception {
        start(BatchFixture.in(directory).limits(BatchLimits.AWS));
        for (var index = 0; index < 50; index++) {
            post("/v1/submitjob", "{}");
        }

        var answer = post("/v1/submitjob", "{}");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType"))
                .hasValue("TooManyRequestsException");
        clock.advance(Duration.ofMillis(20));
        assertThat(post("/v1/submitjob", "{}").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/getjobqueuesnapshot",
                "/v1/createschedulingpolicy",
                "/",
                "/v2/x",
                "/v1"
            })
    void refusesOperationsItDoesNotHave(String path) throws Exception {
        start();

        var answer = post(path, "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("ClientException");
        assertThat(message(answer))
                .isEqualTo("POST %s: the local AWS Batch has no such operation.".formatted(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"jobName\": 1}",
                "{\"jobName\": \"a\", \"jobQueue\": {}}",
                "{\"jobName\": \"a\", \"jobName\": \"b\"}",
                "\u0000"
            })
    void refusesARequestThatMakesNoSense(String body) throws Exception {
        start();

        var answer = post("/v1/submitjob", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(message(answer)).isNotBlank();
    }

    private static String message(HttpResponse<String> answer) {
        JsonObject body = Json.readObject(answer.body());
        return body.requireText("message");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        var uri = URI.create(batch.service.endpoint() + path);
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}

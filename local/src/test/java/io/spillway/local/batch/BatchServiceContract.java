package io.spillway.local.batch;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ArrayJobDependency;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobDependency;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.KeyValuesPair;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/**
 * What every AWS Batch must do, as the real client sees it. Written from AWS's documentation, not
 * from a stand-in.
 */
abstract class BatchServiceContract {

    /** An image whose container ends at once, successfully. */
    static final String IMAGE = "contract/done:1";

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String environment = "environment-" + suffix;
    final String queue = "queue-" + suffix;
    final String definition = "definition-" + suffix;

    abstract BatchClient batch();

    @BeforeEach
    void makeQueueAndDefinition() {
        prepare();
        batch().createComputeEnvironment(
                        request ->
                                request.computeEnvironmentName(environment)
                                        .type("MANAGED")
                                        .serviceRole(serviceRole())
                                        .computeResources(
                                                resources ->
                                                        resources
                                                                .type("FARGATE")
                                                                .maxvCpus(4)
                                                                .subnets(subnet())
                                                                .securityGroupIds(
                                                                        securityGroup())));
        batch().createJobQueue(
                        request ->
                                request.jobQueueName(queue)
                                        .priority(1)
                                        .state("ENABLED")
                                        .computeEnvironmentOrder(
                                                ComputeEnvironmentOrder.builder()
                                                        .order(1)
                                                        .computeEnvironment(environment)
                                                        .build()));
        register(definition, _ -> {});
    }

    /** Makes what a compute environment needs around it, where the service looks at that. */
    void prepare() {}

    String subnet() {
        return "subnet-1";
    }

    String securityGroup() {
        return "sg-1";
    }

    String serviceRole() {
        return "arn:aws:iam::000000000000:role/batch";
    }

    String register(String name, Consumer<RegisterJobDefinitionRequest.Builder> more) {
        return batch().registerJobDefinition(
                        request -> {
                            request.jobDefinitionName(name)
                                    .type("container")
                                    .platformCapabilitiesWithStrings("FARGATE")
                                    .containerProperties(container("run"));
                            more.accept(request);
                        })
                .jobDefinitionArn();
    }

    static ContainerProperties container(String... command) {
        return ContainerProperties.builder()
                .image(IMAGE)
                .command(command)
                .executionRoleArn("arn:aws:iam::000000000000:role/execution")
                .resourceRequirements(requirement("VCPU", "1"), requirement("MEMORY", "2048"))
                .build();
    }

    static ResourceRequirement requirement(String type, String value) {
        return ResourceRequirement.builder().type(type).value(value).build();
    }

    String submit(String name, Consumer<SubmitJobRequest.Builder> more) {
        return batch().submitJob(
                        request -> {
                            request.jobName(name).jobQueue(queue).jobDefinition(definition);
                            more.accept(request);
                        })
                .jobId();
    }

    JobDetail describe(String id) {
        return batch().describeJobs(request -> request.jobs(id)).jobs().getFirst();
    }

    JobDetail finished(String id) {
        Waiting.until(
                Duration.ofSeconds(20),
                () ->
                        List.of(JobStatus.SUCCEEDED, JobStatus.FAILED)
                                .contains(describe(id).status()),
                () -> "job " + describe(id));
        return describe(id);
    }

    private List<String> list(KeyValuesPair filter) {
        return batch()
                .listJobs(request -> request.jobQueue(queue).filters(filter))
                .jobSummaryList()
                .stream()
                .map(JobSummary::jobName)
                .toList();
    }

    static KeyValuesPair filter(String name, String value) {
        return KeyValuesPair.builder().name(name).values(value).build();
    }

    private static String text(int length) {
        return IntStream.range(0, length).mapToObj(_ -> "x").collect(joining());
    }

    @Test
    void runsAJobToItsEnd() {
        var id = submit("first", _ -> {});

        var job = finished(id);

        assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(job.jobName()).isEqualTo("first");
        assertThat(job.jobQueue()).endsWith(":job-queue/" + queue);
        assertThat(job.jobDefinition()).endsWith(":job-definition/" + definition + ":1");
        assertThat(job.jobArn()).endsWith(":job/" + id);
        assertThat(job.createdAt()).isPositive();
        assertThat(job.startedAt()).isGreaterThanOrEqualTo(job.createdAt());
        assertThat(job.stoppedAt()).isGreaterThanOrEqualTo(job.startedAt());
    }

    @Test
    void tellsTheExitCodeAndTheLogOfAFinishedJob() {
        var job = finished(submit("exit", _ -> {}));

        assertThat(job.statusReason()).isEqualTo("Essential container in task exited");
        assertThat(job.container().exitCode()).isZero();
        assertThat(job.attempts()).hasSize(1);
        assertThat(job.attempts().getFirst().container().exitCode()).isZero();
        assertThat(job.container().logStreamName()).startsWith(definition + "/default/");
    }

    @Test
    void numbersTheRevisionsOfADefinition() {
        register(definition, _ -> {});

        var revisions =
                batch().describeJobDefinitions(request -> request.jobDefinitionName(definition))
                        .jobDefinitions();

        assertThat(revisions).extracting(JobDefinition::revision).containsExactlyInAnyOrder(1, 2);
        assertThat(revisions).extracting(JobDefinition::status).containsOnly("ACTIVE");
    }

    @Test
    void runsTheLatestActiveRevision() {
        var second = register(definition, _ -> {});
        register(definition, _ -> {});
        batch().deregisterJobDefinition(request -> request.jobDefinition(definition + ":3"));

        assertThat(describe(submit("latest", _ -> {})).jobDefinition()).isEqualTo(second);
    }

    @Test
    void runsTheRevisionThatIsNamed() {
        register(definition, _ -> {});

        var id = submit("pinned", request -> request.jobDefinition(definition + ":1"));

        assertThat(describe(id).jobDefinition()).endsWith(definition + ":1");
    }

    @Test
    void refusesADefinitionThatIsNotActive() {
        batch().deregisterJobDefinition(request -> request.jobDefinition(definition + ":1"));

        assertThatThrownBy(() -> submit("late", _ -> {})).isInstanceOf(ClientException.class);
    }

    @Test
    void refusesAQueueThatDoesNotExist() {
        assertThatThrownBy(() -> submit("lost", request -> request.jobQueue("nowhere")))
                .isInstanceOf(ClientException.class);
    }

    @Test
    void refusesADisabledQueue() {
        batch().updateJobQueue(request -> request.jobQueue(queue).state("DISABLED"));

        assertThatThrownBy(() -> submit("closed", _ -> {})).isInstanceOf(ClientException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", "a b", "a/b", "ä", "a+b"})
    void refusesAJobNameThatBreaksTheRules(String name) {
        assertThatThrownBy(() -> submit(name, _ -> {})).isInstanceOf(ClientException.class);
    }

    @Test
    void takesAJobNameOf128Characters() {
        assertThat(describe(submit(text(128), _ -> {})).jobName()).hasSize(128);
        assertThatThrownBy(() -> submit(text(129), _ -> {})).isInstanceOf(ClientException.class);
    }

    @Test
    void overridesTheEnvironmentOfTheDefinition() {
        register(
                definition,
                request ->
                        request.containerProperties(
                                container("run").toBuilder()
                                        .environment(variable("KEPT", "1"), variable("LOST", "2"))
                                        .build()));

        var id =
                submit(
                        "environment",
                        request ->
                                request.containerOverrides(
                                        overrides ->
                                                overrides.environment(
                                                        variable("LOST", "3"),
                                                        variable("NEW", "4"))));

        assertThat(describe(id).container().environment())
                .contains(variable("KEPT", "1"), variable("LOST", "3"), variable("NEW", "4"))
                .doesNotContain(variable("LOST", "2"));
    }

    static KeyValuePair variable(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }

    @Test
    void refusesToOverrideBatchsOwnVariables() {
        assertThatThrownBy(
                        () ->
                                submit(
                                        "reserved",
                                        request ->
                                                request.containerOverrides(
                                                        overrides ->
                                                                overrides.environment(
                                                                        variable(
                                                                                "AWS_BATCH_JOB_ID",
                                                                                "me")))))
                .isInstanceOf(ClientException.class);
    }

    @Test
    void overridesTheCommandAndTheSize() {
        var id =
                submit(
                        "larger",
                        request ->
                                request.containerOverrides(
                                        overrides ->
                                                overrides
                                                        .command("other", "words")
                                                        .resourceRequirements(
                                                                requirement("VCPU", "2"),
                                                                requirement("MEMORY", "4096"))));

        var container = describe(id).container();

        assertThat(container.command()).containsExactly("other", "words");
        assertThat(container.resourceRequirements())
                .containsExactlyInAnyOrder(requirement("VCPU", "2"), requirement("MEMORY", "4096"));
    }

    @Test
    void putsParametersIntoTheCommand() {
        register(
                definition,
                request ->
                        request.containerProperties(container("read", "Ref::object"))
                                .parameters(Map.of("object", "default")));

        var id = submit("parameters", request -> request.parameters(Map.of("object", "a b+%c")));

        assertThat(describe(id).container().command()).containsExactly("read", "a b+%c");
        assertThat(describe(id).parameters()).containsEntry("object", "a b+%c");
    }

    @Test
    void refusesATimeoutBelow60Seconds() {
        assertThatThrownBy(
                        () ->
                                submit(
                                        "hasty",
                                        request ->
                                                request.timeout(t -> t.attemptDurationSeconds(59))))
                .isInstanceOf(ClientException.class);

        var id = submit("patient", request -> request.timeout(t -> t.attemptDurationSeconds(60)));
        assertThat(describe(id).timeout().attemptDurationSeconds()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11})
    void refusesTooFewAndTooManyAttempts(int attempts) {
        assertThatThrownBy(
                        () ->
                                submit(
                                        "often",
                                        request ->
                                                request.retryStrategy(r -> r.attempts(attempts))))
                .isInstanceOf(ClientException.class);
    }

    @Test
    void refusesARequestOf30Kibibytes() {
        assertThatThrownBy(
                        () ->
                                submit(
                                        "heavy",
                                        request ->
                                                request.parameters(
                                                        Map.of("list", text(30 * 1024)))))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Job size must be less than 30 KiB");
    }

    @Test
    void failsAJobWhoseOverridesAreTooLongOnlyAfterwards() {
        var id =
                submit(
                        "overrides",
                        request ->
                                request.containerOverrides(
                                        overrides ->
                                                overrides.environment(
                                                        variable("LIST", text(8_192)))));

        var job = finished(id);

        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.statusReason()).isEqualTo("Container Overrides length must be at most 8192");
    }

    @Test
    void refusesADefinitionOfMoreThan24Kibibytes() {
        assertThatThrownBy(
                        () ->
                                register(
                                        "heavy-" + suffix,
                                        request ->
                                                request.parameters(Map.of("x", text(24 * 1024)))))
                .isInstanceOf(ClientException.class);
    }

    @Test
    void refusesASizeThatFargateDoesNotHave() {
        assertThatThrownBy(
                        () ->
                                register(
                                        "odd-" + suffix,
                                        request ->
                                                request.containerProperties(
                                                        container("run").toBuilder()
                                                                .resourceRequirements(
                                                                        requirement("VCPU", "0.25"),
                                                                        requirement(
                                                                                "MEMORY", "4096"))
                                                                .build())))
                .isInstanceOf(ClientException.class);
    }

    @Test
    void leavesOutJobsItDoesNotKnow() {
        var id = submit("known", _ -> {});

        var jobs = batch().describeJobs(request -> request.jobs(id, "unknown")).jobs();

        assertThat(jobs).extracting(JobDetail::jobId).containsExactly(id);
    }

    @Test
    void describesAtMost100Jobs() {
        var ids = IntStream.range(0, 101).mapToObj(Integer::toString).toList();

        assertThatThrownBy(() -> batch().describeJobs(request -> request.jobs(ids)))
                .isInstanceOf(BatchException.class);
    }

    @Test
    void listsJobsByStatus() {
        var id = submit("listed", _ -> {});
        finished(id);

        var summaries =
                batch().listJobs(request -> request.jobQueue(queue).jobStatus(JobStatus.SUCCEEDED))
                        .jobSummaryList();

        assertThat(summaries).extracting(JobSummary::jobId).containsExactly(id);
        assertThat(batch().listJobs(request -> request.jobQueue(queue)).jobSummaryList()).isEmpty();
    }

    @Test
    void listsJobsByNameWhateverTheirStatus() {
        submit("Upload-1", _ -> {});
        submit("upload-10", _ -> {});
        submit("other", _ -> {});

        assertThat(list(filter("JOB_NAME", "UPLOAD-1"))).containsExactly("Upload-1");
        assertThat(list(filter("JOB_NAME", "upload-1*")))
                .containsExactlyInAnyOrder("Upload-1", "upload-10");
        assertThat(list(filter("JOB_NAME", "absent"))).isEmpty();
    }

    @Test
    void listsJobsByDefinition() {
        register("second-" + suffix, _ -> {});
        submit("a", _ -> {});
        submit("b", request -> request.jobDefinition("second-" + suffix));

        assertThat(list(filter("JOB_DEFINITION", definition))).containsExactly("a");
        assertThat(list(filter("JOB_DEFINITION", "second-*"))).containsExactly("b");
    }

    @Test
    void listsJobsByTheTimeTheyWereMade() {
        var job = describe(submit("timed", _ -> {}));

        assertThat(list(filter("AFTER_CREATED_AT", Long.toString(job.createdAt() - 1))))
                .containsExactly("timed");
        assertThat(list(filter("BEFORE_CREATED_AT", Long.toString(job.createdAt())))).isEmpty();
    }

    @Test
    void listsPageByPage() {
        for (var index = 0; index < 5; index++) {
            submit("page-" + index, _ -> {});
        }

        var names =
                batch()
                        .listJobsPaginator(
                                request ->
                                        request.jobQueue(queue)
                                                .maxResults(2)
                                                .filters(filter("JOB_NAME", "page-*")))
                        .stream()
                        .map(
                                page ->
                                        page.jobSummaryList().stream()
                                                .map(JobSummary::jobName)
                                                .toList())
                        .toList();

        assertThat(names).hasSize(3).allMatch(page -> page.size() <= 2);
        assertThat(names.stream().flatMap(List::stream))
                .containsExactlyInAnyOrder("page-0", "page-1", "page-2", "page-3", "page-4");
    }

    @Test
    void answersACancelOfAFinishedJob() {
        var id = submit("over", _ -> {});
        finished(id);

        batch().cancelJob(request -> request.jobId(id).reason("too late"));
        batch().terminateJob(request -> request.jobId(id).reason("too late"));

        assertThat(describe(id).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void keepsTheTagsOfAJob() {
        var id = submit("tagged", request -> request.tags(Map.of("work-item", "1")));
        var arn = describe(id).jobArn();

        batch().tagResource(request -> request.resourceArn(arn).tags(Map.of("more", "2")));

        assertThat(batch().listTagsForResource(request -> request.resourceArn(arn)).tags())
                .isEqualTo(Map.of("work-item", "1", "more", "2"));
        assertThat(describe(id).tags()).containsEntry("work-item", "1");
    }

    @Test
    void describesAndDeletesQueues() {
        assertThat(batch().describeJobQueues(request -> request.jobQueues(queue)).jobQueues())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.statusAsString()).isEqualTo("VALID");
                            assertThat(found.stateAsString()).isEqualTo("ENABLED");
                            assertThat(found.priority()).isEqualTo(1);
                        });
        assertThatThrownBy(() -> batch().deleteJobQueue(request -> request.jobQueue(queue)))
                .isInstanceOf(ClientException.class);

        batch().updateJobQueue(request -> request.jobQueue(queue).state("DISABLED"));
        batch().deleteJobQueue(request -> request.jobQueue(queue));

        assertThat(batch().describeJobQueues(request -> request.jobQueues(queue)).jobQueues())
                .isEmpty();
    }

    @Test
    void describesComputeEnvironments() {
        var found =
                batch().describeComputeEnvironments(
                                request -> request.computeEnvironments(environment))
                        .computeEnvironments();

        assertThat(found)
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.statusAsString()).isEqualTo("VALID");
                            assertThat(one.computeResources().maxvCpus()).isEqualTo(4);
                        });
    }

    private String submitArray(String name, int size) {
        return submit(name, request -> request.arrayProperties(array -> array.size(size)));
    }

    @Test
    void takesArrayJobs() {
        assertThat(describe(submitArray("array", 2)).arrayProperties().size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 10_001})
    void refusesAnArrayOfTooFewOrTooManyJobs(int size) {
        assertThatThrownBy(() -> submitArray("array", size)).isInstanceOf(ClientException.class);
    }

    @Test
    void takesAnArrayOf10000Jobs() {
        var id = submitArray("array", 10_000);

        assertThat(describe(id).arrayProperties().size()).isEqualTo(10_000);
        batch().terminateJob(request -> request.jobId(id).reason("That was all"));
    }

    @Test
    void runsEveryChildOfAnArrayJob() {
        var id = submitArray("array", 3);

        var parent = finished(id);

        assertThat(parent.status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(parent.arrayProperties().statusSummary())
                .isEqualTo(
                        Map.of(
                                "SUBMITTED", 0,
                                "PENDING", 0,
                                "RUNNABLE", 0,
                                "STARTING", 0,
                                "RUNNING", 0,
                                "SUCCEEDED", 3,
                                "FAILED", 0));
        assertThat(
                        batch().describeJobs(
                                        request -> request.jobs(id + ":0", id + ":1", id + ":2"))
                                .jobs())
                .extracting(JobDetail::jobId, JobDetail::status, JobDetail::jobName)
                .containsExactlyInAnyOrder(
                        tuple(id + ":0", JobStatus.SUCCEEDED, "array"),
                        tuple(id + ":1", JobStatus.SUCCEEDED, "array"),
                        tuple(id + ":2", JobStatus.SUCCEEDED, "array"));
    }

    @Test
    void tellsTheIndexOfAChild() {
        var id = submitArray("array", 3);

        var child = finished(id + ":2");

        assertThat(child.arrayProperties()).isNotNull();
        assertThat(child.arrayProperties().index()).isEqualTo(2);
        assertThat(child.jobArn()).endsWith(":job/" + id + ":2");
        assertThat(child.attempts()).hasSize(1);
    }

    @Test
    void listsAnArrayJobByNameWithoutItsChildren() {
        var id = submitArray("array", 2);

        var found =
                batch().listJobs(
                                request ->
                                        request.jobQueue(queue)
                                                .filters(filter("JOB_NAME", "array")))
                        .jobSummaryList();

        assertThat(found).extracting(JobSummary::jobId).containsExactly(id);
        assertThat(found.getFirst().arrayProperties().size()).isEqualTo(2);
    }

    @Test
    void listsTheChildrenOfAnArrayJob() {
        var id = submitArray("array", 3);
        finished(id);

        var children =
                batch().listJobs(request -> request.arrayJobId(id).jobStatus(JobStatus.SUCCEEDED))
                        .jobSummaryList();

        assertThat(children)
                .extracting(JobSummary::jobId)
                .containsExactlyInAnyOrder(id + ":0", id + ":1", id + ":2");
        assertThat(children).allMatch(child -> child.arrayProperties() != null);
        assertThat(children)
                .extracting(child -> child.arrayProperties().index())
                .containsExactlyInAnyOrder(0, 1, 2);
        assertThat(batch().listJobs(request -> request.arrayJobId(id)).jobSummaryList()).isEmpty();
    }

    @Test
    void failsAnArrayJobWhoseChildrenFail() {
        var id =
                submit(
                        "array",
                        request -> failing(request).arrayProperties(array -> array.size(2)));

        var parent = finished(id);

        assertThat(parent.status()).isEqualTo(JobStatus.FAILED);
        assertThat(parent.statusReason()).isEqualTo("Array Child Job failed");
        assertThat(parent.arrayProperties().statusSummary()).containsEntry("FAILED", 2);
    }

    /** Its container can't be started. */
    private static SubmitJobRequest.Builder failing(SubmitJobRequest.Builder request) {
        return request.containerOverrides(
                overrides -> overrides.environment(variable("LIST", text(8_192))));
    }

    @Test
    void runsAJobAfterThoseItDependsOn() {
        var first = submit("first", _ -> {});
        var array = submitArray("array", 2);

        var last = submit("last", request -> request.dependsOn(on(first), on(array)));

        assertThat(finished(last).status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(finished(last).startedAt())
                .isGreaterThanOrEqualTo(describe(first).stoppedAt())
                .isGreaterThanOrEqualTo(describe(array + ":1").stoppedAt());
        assertThat(describe(last).dependsOn())
                .extracting(JobDependency::jobId)
                .containsExactly(first, array);
    }

    private static JobDependency on(String id) {
        return JobDependency.builder().jobId(id).build();
    }

    @Test
    void failsAJobThatDependsOnOneThatFails() {
        var first = submit("first", request -> failing(request));

        var last = finished(submit("last", request -> request.dependsOn(on(first))));

        assertThat(last.status()).isEqualTo(JobStatus.FAILED);
        assertThat(last.statusReason()).isEqualTo("Dependent Job failed");
    }

    @Test
    void refusesADependencyOnAJobItDoesNotKnow() {
        assertThatThrownBy(
                        () ->
                                submit(
                                        "dependent",
                                        request ->
                                                request.dependsOn(
                                                        on(UUID.randomUUID().toString()))))
                .isInstanceOf(ClientException.class);
    }

    @Test
    void refusesMoreThan20Dependencies() {
        var first = on(submit("first", _ -> {}));

        assertThatThrownBy(
                        () ->
                                submit(
                                        "dependent",
                                        request ->
                                                request.dependsOn(Collections.nCopies(21, first))))
                .isInstanceOf(ClientException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEQUENTIAL", "N_TO_N"})
    void refusesDependenciesForArraysOfAJobThatIsNone(String type) {
        var other = submitArray("array", 2);

        assertThatThrownBy(
                        () ->
                                submit(
                                        "single",
                                        request ->
                                                request.dependsOn(
                                                        JobDependency.builder()
                                                                .type(type)
                                                                .jobId(other)
                                                                .build())))
                .isInstanceOf(ClientException.class);
    }

    @Test
    void runsTheChildrenOfASequenceOneAfterTheOther() {
        var id =
                submit(
                        "sequence",
                        request ->
                                request.arrayProperties(array -> array.size(3))
                                        .dependsOn(
                                                JobDependency.builder()
                                                        .type(ArrayJobDependency.SEQUENTIAL)
                                                        .build()));

        assertThat(finished(id).status()).isEqualTo(JobStatus.SUCCEEDED);
        for (var index = 1; index < 3; index++) {
            assertThat(describe(id + ":" + index).startedAt())
                    .isGreaterThanOrEqualTo(describe(id + ":" + (index - 1)).stoppedAt());
        }
    }
}

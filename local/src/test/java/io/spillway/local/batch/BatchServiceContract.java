package io.spillway.local.batch;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
import software.amazon.awssdk.services.batch.model.ArrayProperties;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.JobDefinition;
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

    @Test
    void takesArrayJobs() {
        var id =
                submit(
                        "array",
                        request ->
                                request.arrayProperties(ArrayProperties.builder().size(2).build()));

        assertThat(describe(id).arrayProperties().size()).isEqualTo(2);
    }
}

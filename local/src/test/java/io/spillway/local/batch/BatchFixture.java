package io.spillway.local.batch;

import io.spillway.local.fault.Faults;
import io.spillway.local.journal.Journal;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentOrder;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.EcsProperties;
import software.amazon.awssdk.services.batch.model.EcsPropertiesOverride;
import software.amazon.awssdk.services.batch.model.EcsTaskProperties;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.batch.model.TaskContainerOverrides;
import software.amazon.awssdk.services.batch.model.TaskContainerProperties;
import software.amazon.awssdk.services.batch.model.TaskPropertiesOverride;

/** A local AWS Batch with its journal, a client, and a record of its events. */
final class BatchFixture implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);

    final List<JsonObject> events = new CopyOnWriteArrayList<>();
    final Journal journal;
    final LocalBatch service;
    final BatchClient client;

    private BatchFixture(Setup setup) throws IOException {
        journal = Journal.open(setup.directory);
        service =
                new LocalBatch(
                        setup.directory,
                        journal,
                        setup.faults,
                        setup.clock,
                        setup.runtime,
                        setup.listener == null ? this::take : setup.listener,
                        setup.limits);
        journal.replay(Map.of(service.journalName(), service));
        service.start(0);
        client = BatchClients.at(service.endpoint());
    }

    private void take(String event) {
        events.add(Json.readObject(event));
    }

    static Setup in(Path directory) {
        return new Setup(directory);
    }

    /** What a fixture is made of. */
    static final class Setup {
        private final Path directory;
        private Faults faults = Faults.none();
        private Clock clock = Clock.systemUTC();
        private ContainerRuntime runtime = new ScriptedRuntime();
        private BatchLimits limits = BatchLimits.UNTHROTTLED;
        private JobEvents listener;

        private Setup(Path directory) {
            this.directory = directory;
        }

        Setup faults(Faults other) {
            faults = other;
            return this;
        }

        Setup clock(Clock other) {
            clock = other;
            return this;
        }

        Setup runtime(ContainerRuntime other) {
            runtime = other;
            return this;
        }

        Setup limits(BatchLimits other) {
            limits = other;
            return this;
        }

        Setup listener(JobEvents other) {
            listener = other;
            return this;
        }

        BatchFixture start() throws IOException {
            return new BatchFixture(this);
        }
    }

    /**
     * Makes the environment {@code spot} with 2 vCPUs, the queue {@code jobs}, and a definition.
     */
    BatchFixture withQueue() {
        client.createComputeEnvironment(
                request ->
                        request.computeEnvironmentName("spot")
                                .type("MANAGED")
                                .computeResources(
                                        resources ->
                                                resources
                                                        .type("FARGATE_SPOT")
                                                        .maxvCpus(2)
                                                        .subnets("subnet-1")
                                                        .securityGroupIds("sg-1")));
        client.createJobQueue(
                request ->
                        request.jobQueueName("jobs")
                                .priority(1)
                                .computeEnvironmentOrder(
                                        ComputeEnvironmentOrder.builder()
                                                .order(1)
                                                .computeEnvironment("spot")
                                                .build()));
        register("unpack", "spillway/unpack:1", _ -> {});
        return this;
    }

    void register(String name, String image, Consumer<RegisterJobDefinitionRequest.Builder> more) {
        client.registerJobDefinition(
                request -> {
                    request.jobDefinitionName(name)
                            .type("container")
                            .platformCapabilitiesWithStrings("FARGATE")
                            .containerProperties(container(image));
                    more.accept(request);
                });
    }

    static ContainerProperties container(String image, String... command) {
        return ContainerProperties.builder()
                .image(image)
                .command(command)
                .executionRoleArn("arn:aws:iam::000000000000:role/execution")
                .resourceRequirements(size("1", "2048"))
                .build();
    }

    /** One container in the form of a task. */
    static void task(EcsProperties.Builder ecs) {
        ecs.taskProperties(
                EcsTaskProperties.builder()
                        .executionRoleArn("arn:aws:iam::000000000000:role/execution")
                        .containers(
                                TaskContainerProperties.builder()
                                        .name("worker")
                                        .image("spillway/unpack:1")
                                        .command("default")
                                        .environment(variable("A", "1"))
                                        .resourceRequirements(size("1", "2048"))
                                        .build())
                        .build());
    }

    static void taskOverride(EcsPropertiesOverride.Builder ecs) {
        ecs.taskProperties(
                TaskPropertiesOverride.builder()
                        .containers(
                                TaskContainerOverrides.builder()
                                        .name("worker")
                                        .command("overridden")
                                        .environment(variable("B", "2"))
                                        .build())
                        .build());
    }

    static List<ResourceRequirement> size(String vcpus, String memory) {
        return List.of(
                ResourceRequirement.builder().type("VCPU").value(vcpus).build(),
                ResourceRequirement.builder().type("MEMORY").value(memory).build());
    }

    static KeyValuePair variable(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }

    String submit(String name) {
        return submit(name, _ -> {});
    }

    String submit(String name, Consumer<SubmitJobRequest.Builder> more) {
        return client.submitJob(
                        request -> {
                            request.jobName(name).jobQueue("jobs").jobDefinition("unpack");
                            more.accept(request);
                        })
                .jobId();
    }

    JobDetail job(String id) {
        return client.describeJobs(request -> request.jobs(id)).jobs().getFirst();
    }

    JobDetail await(String id, JobStatus status) {
        Waiting.until(LONG, () -> job(id).status() == status, () -> status + " of " + job(id));
        return job(id);
    }

    void awaitIdle() {
        Waiting.until(LONG, service::isIdle, () -> "idleness");
    }

    /** The statuses that events told of, in the order in which they came. */
    List<String> statuses(String jobId) {
        return events.stream()
                .map(event -> event.requireObject("detail"))
                .filter(detail -> detail.requireText("jobId").equals(jobId))
                .map(detail -> detail.requireText("status"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        client.close();
        service.close();
        journal.close();
    }
}

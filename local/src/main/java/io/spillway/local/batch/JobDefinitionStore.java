package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The operations on job definitions. Callers hold the state's monitor. */
final class JobDefinitionStore {

    /** Source: AWS Batch User Guide, "AWS Batch service quotas". */
    private static final int MAX_BYTES = 24 * 1024;

    private final BatchState state;

    JobDefinitionStore(BatchState state) {
        this.state = state;
    }

    /** Adds a revision, also when it says the same as the one before. */
    JsonObject register(JsonObject request, int bytes) {
        if (bytes > MAX_BYTES) {
            throw BatchError.client(
                    "The job definition has %d bytes: must be at most %d (24 KiB).",
                    bytes, MAX_BYTES);
        }
        var name = Names.check("jobDefinitionName", request.requireText("jobDefinitionName"));
        Names.checkTags(request);
        check(request);
        var revisions = state.revisions(name);
        var revision = revisions.isEmpty() ? 1 : revisions.lastKey() + 1;
        var arn = Arns.jobDefinition(name, revision);
        state.putDefinition(
                JsonEdit.copy(request)
                        .put("jobDefinitionArn", arn)
                        .put("revision", revision)
                        .put("status", "ACTIVE")
                        .put("parameters", request.object("parameters").orElse(empty()))
                        .put("containerOrchestrationType", "ECS")
                        .build());
        return JsonObject.of()
                .put("jobDefinitionName", name)
                .put("jobDefinitionArn", arn)
                .put("revision", revision)
                .build();
    }

    private static JsonObject empty() {
        return JsonObject.of().build();
    }

    private static void check(JsonObject request) {
        if (!request.requireText("type").equals("container")) {
            throw BatchError.later("A job definition of the type " + request.requireText("type"));
        }
        for (var member :
                List.of("nodeProperties", "eksProperties", "consumableResourceProperties")) {
            if (request.get(member).isPresent()) {
                throw BatchError.later("A job definition with " + member);
            }
        }
        if (!request.array("platformCapabilities").equals(List.of(JsonEdit.text("FARGATE")))) {
            throw BatchError.later("A job definition whose platformCapabilities aren't [FARGATE]");
        }
        if (request.get("containerProperties").isPresent()
                && request.get("ecsProperties").isPresent()) {
            throw BatchError.client(
                    "There are containerProperties and ecsProperties: only one of them can say what to run.");
        }
        var containers = ContainerDefinition.allOf(request, "containerProperties");
        containers.forEach(container -> checkContainer(request, container));
        ContainerDependency.check(containers);
        ContainerDefinition.size(containers);
        RetryStrategy.of(request);
        JobTimeout.check(request);
    }

    private static void checkContainer(JsonObject request, ContainerDefinition container) {
        container.image();
        container.command();
        container.environment();
        container.surroundings("attempt");
        var role =
                container.inTask()
                        ? request.requireObject("ecsProperties")
                                .objects("taskProperties")
                                .getFirst()
                        : container.properties();
        if (role.text("executionRoleArn").isEmpty()) {
            throw BatchError.client(
                    "The job definition has no executionRoleArn: Fargate needs one.");
        }
        container
                .stopTimeout()
                .filter(time -> time.toSeconds() < 0 || time.toSeconds() > 120)
                .ifPresent(
                        time -> {
                            throw BatchError.client(
                                    "stopTimeout is %d s: must be at most 120 s on Fargate.",
                                    time.toSeconds());
                        });
    }

    /** Makes a revision inactive: jobs made from it go on, new ones are refused. */
    JsonObject deregister(JsonObject request) {
        var wanted = request.requireText("jobDefinition");
        var definition =
                revision(wanted)
                        .orElseThrow(
                                () ->
                                        BatchError.client(
                                                "JobDefinition %s not found: name a revision.",
                                                wanted));
        state.putDefinition(JsonEdit.copy(definition.detail()).put("status", "INACTIVE").build());
        return empty();
    }

    JsonObject describe(JsonObject request) {
        var wanted = JsonEdit.textsOf(request, "jobDefinitions");
        var status = request.text("status");
        var found =
                (wanted.isEmpty() ? state.definitions() : wanted.stream().flatMap(this::revisions))
                        .filter(
                                d ->
                                        request.text("jobDefinitionName")
                                                .map(d.name()::equals)
                                                .orElse(true))
                        .filter(
                                d ->
                                        status.isEmpty()
                                                || status.get().equals("ACTIVE") == d.isActive());
        return Page.of(found, request, 100, JobDefinition::arn)
                .answer("jobDefinitions", JobDefinition::detail);
    }

    /**
     * The revision a new job uses.
     *
     * @param wanted name, name:revision, or an ARN with or without a revision; without one, the
     *     latest active revision
     */
    JobDefinition active(String wanted) {
        return revisions(wanted)
                .filter(JobDefinition::isActive)
                .reduce((_, latest) -> latest)
                .orElseThrow(
                        () ->
                                BatchError.client(
                                        "JobDefinition name %s does not exist or is not in ACTIVE status",
                                        wanted));
    }

    private Optional<JobDefinition> revision(String wanted) {
        return wanted.matches(".*:[0-9]+") ? revisions(wanted).findFirst() : Optional.empty();
    }

    private Stream<JobDefinition> revisions(String wanted) {
        var name = Arns.nameOf(wanted);
        var colon = name.indexOf(':');
        if (colon < 0) {
            return state.revisions(name).values().stream();
        }
        var revision = name.substring(colon + 1);
        return state.revisions(name.substring(0, colon)).values().stream()
                .filter(definition -> Long.toString(definition.revision()).equals(revision));
    }
}

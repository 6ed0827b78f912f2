package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.List;

/** The operations on compute environments. Callers hold the state's monitor. */
final class ComputeEnvironmentOperations {

    private static final int MOST_VCPUS = 1_000_000;

    private final BatchState state;

    ComputeEnvironmentOperations(BatchState state) {
        this.state = state;
    }

    /** Makes a managed Fargate environment, which is valid at once. */
    JsonObject create(JsonObject request) {
        var name =
                Names.check(
                        "computeEnvironmentName", request.requireText("computeEnvironmentName"));
        Names.checkTags(request);
        if (state.environment(name).isPresent()) {
            throw BatchError.client("Object already exists: compute environment %s.", name);
        }
        checkKind(request);
        var arn = Arns.computeEnvironment(name);
        var detail =
                JsonEdit.copy(request)
                        .put("computeEnvironmentArn", arn)
                        .put("state", request.text("state").orElse("ENABLED"))
                        .put("status", "VALID")
                        .put("statusReason", "ComputeEnvironment Healthy")
                        .put("containerOrchestrationType", "ECS");
        state.putEnvironment(detail.build());
        return JsonObject.of()
                .put("computeEnvironmentName", name)
                .put("computeEnvironmentArn", arn)
                .build();
    }

    private static void checkKind(JsonObject request) {
        if (!request.requireText("type").equals("MANAGED")) {
            throw BatchError.later("An unmanaged compute environment");
        }
        var resources = request.requireObject("computeResources");
        var type = resources.requireText("type");
        if (!List.of("FARGATE", "FARGATE_SPOT").contains(type)) {
            throw BatchError.later("A compute environment of the type " + type);
        }
        var most = resources.requireWhole("maxvCpus");
        if (most < 1 || most > MOST_VCPUS) {
            throw BatchError.client("maxvCpus is %d: must be 1 to %d.", most, MOST_VCPUS);
        }
        if (resources.array("subnets").isEmpty()) {
            throw BatchError.client("computeResources has no subnets: name at least one.");
        }
    }

    JsonObject describe(JsonObject request) {
        var wanted = JsonEdit.textsOf(request, "computeEnvironments");
        var found =
                wanted.isEmpty()
                        ? state.environments().stream()
                        : wanted.stream().flatMap(name -> state.environment(name).stream());
        return Page.of(found, request, 100, ComputeEnvironment::name)
                .answer("computeEnvironments", ComputeEnvironment::detail);
    }
}

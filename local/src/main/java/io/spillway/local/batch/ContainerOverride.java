package io.spillway.local.batch;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a SubmitJob request changes about the container of a job definition.
 *
 * @param properties empty when it changes nothing
 */
record ContainerOverride(JsonObject properties) {

    private static final JsonObject NOTHING = JsonObject.of().build();

    /**
     * The overrides in a request, one for each container of the definition, in their order.
     *
     * @throws BatchError if they are in another form than the definition, or name a container that
     *     it hasn't got
     */
    static List<ContainerOverride> of(JsonObject request, JobDefinition definition) {
        var inTask = definition.isTask();
        var wrong = inTask ? "containerOverrides" : "ecsPropertiesOverride";
        if (request.object(wrong).isPresent()) {
            throw BatchError.client(
                    "%s don't go with the job definition %s, which has %s.",
                    wrong, definition.arn(), inTask ? "ecsProperties" : "containerProperties");
        }
        if (!inTask) {
            return List.of(
                    new ContainerOverride(request.object("containerOverrides").orElse(NOTHING)));
        }
        var overrides =
                request.object("ecsPropertiesOverride")
                        .map(ecs -> ContainerDefinition.only(ecs, "taskProperties"))
                        .map(task -> task.objects("containers"))
                        .orElse(List.of());
        return byName(overrides, definition);
    }

    private static List<ContainerOverride> byName(
            List<JsonObject> overrides, JobDefinition definition) {
        var byName = new LinkedHashMap<String, JsonObject>();
        for (var override : overrides) {
            if (byName.put(override.text("name").orElse(""), override) != null) {
                throw BatchError.client(
                        "Container %s is overridden twice.", override.text("name").orElse(""));
            }
        }
        var found =
                definition.containers().stream()
                        .map(
                                container ->
                                        new ContainerOverride(
                                                Optional.ofNullable(byName.remove(container.name()))
                                                        .orElse(NOTHING)))
                        .toList();
        if (!byName.isEmpty()) {
            throw BatchError.client(
                    "The overrides name the container %s: the job definition %s has %s.",
                    byName.keySet(),
                    definition.arn(),
                    definition.containers().stream().map(ContainerDefinition::name).toList());
        }
        return found;
    }

    /** Characters of its JSON; 0 when it changes nothing. */
    int length() {
        return properties.members().isEmpty() ? 0 : Json.write(properties).length();
    }

    /**
     * The properties of the container as it runs.
     *
     * @param parameters values for the placeholders in its command
     * @throws BatchError if the override isn't for Fargate, or breaks a rule
     */
    JsonObject appliedTo(ContainerDefinition container, Map<String, String> parameters) {
        for (var member : List.of("vcpus", "memory", "instanceType")) {
            if (properties.get(member).isPresent()) {
                throw BatchError.client(
                        "containerOverrides.%s isn't for Fargate: use resourceRequirements.",
                        member);
            }
        }
        var merged =
                JsonEdit.pick(JsonEdit.copy(container.properties()), properties, "command")
                        .put("environment", JsonEdit.pairs(environment(container)))
                        .put("resourceRequirements", requirements(container))
                        .build();
        var result = new ContainerDefinition(container.inTask(), merged, container.volumes());
        result.asked();
        return JsonEdit.copy(merged)
                .put("command", JsonEdit.texts(substituted(result.command(), parameters)))
                .build();
    }

    private Map<String, String> environment(ContainerDefinition container) {
        var environment = new LinkedHashMap<>(container.environment());
        var own = new ContainerDefinition(false, properties, List.of()).environment();
        for (var name : own.keySet()) {
            if (name.startsWith("AWS_BATCH")) {
                throw BatchError.client(
                        "The environment variable %s is overridden: names that start with AWS_BATCH are reserved.",
                        name);
            }
        }
        environment.putAll(own);
        return environment;
    }

    private List<JsonObject> requirements(ContainerDefinition container) {
        var byType = new LinkedHashMap<String, JsonObject>();
        Stream.of(container.properties(), properties)
                .flatMap(holder -> holder.objects("resourceRequirements").stream())
                .forEach(requirement -> byType.put(requirement.requireText("type"), requirement));
        return List.copyOf(byType.values());
    }

    /** Source: AWS Batch User Guide, "Job definition parameters". */
    private static List<String> substituted(List<String> command, Map<String, String> parameters) {
        return command.stream()
                .map(
                        part ->
                                part.startsWith("Ref::")
                                        ? parameters.getOrDefault(
                                                part.substring("Ref::".length()), part)
                                        : part)
                .toList();
    }
}

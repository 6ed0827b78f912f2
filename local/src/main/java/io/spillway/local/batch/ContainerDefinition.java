package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one container of a job or job definition, from either of the forms AWS Batch has.
 *
 * @param inTask whether it stands in {@code ecsProperties}, which tells the names of the members
 *     around it
 * @param properties image, command, environment, resourceRequirements …
 */
record ContainerDefinition(boolean inTask, JsonObject properties) {

    /**
     * The container in {@code ecsProperties} if there is one, else in the given member.
     *
     * @throws BatchError if there is none, or more than one
     */
    static ContainerDefinition of(JsonObject holder, String member) {
        var task = holder.object("ecsProperties");
        if (task.isPresent()) {
            return new ContainerDefinition(
                    true, only(only(task.get(), "taskProperties"), "containers"));
        }
        return new ContainerDefinition(
                false,
                holder.object(member)
                        .orElseThrow(
                                () ->
                                        BatchError.client(
                                                "There is neither %s nor ecsProperties: one of them must say what to run.",
                                                member)));
    }

    /** The one item of a list in the form of a task. */
    static JsonObject only(JsonObject holder, String member) {
        var items = holder.objects(member);
        if (items.isEmpty()) {
            throw BatchError.client("There are no %s: must be one.", member);
        }
        if (items.size() > 1) {
            throw BatchError.later("A task with %d %s".formatted(items.size(), member));
        }
        return items.getFirst();
    }

    String image() {
        return properties
                .text("image")
                .filter(image -> !image.isBlank())
                .orElseThrow(() -> BatchError.client("The container has no image: name one."));
    }

    List<String> command() {
        return JsonEdit.textsOf(properties, "command");
    }

    Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        properties
                .objects("environment")
                .forEach(
                        variable ->
                                environment.put(
                                        variable.requireText("name"),
                                        variable.text("value").orElse("")));
        return environment;
    }

    /** Between SIGTERM and SIGKILL, if it says so. */
    Optional<Duration> stopTimeout() {
        var seconds = properties.whole("stopTimeout");
        return seconds.isPresent()
                ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
                : Optional.empty();
    }

    /**
     * What it asks for.
     *
     * @throws BatchError if Fargate doesn't have that size
     */
    FargateSize size() {
        for (var requirement : properties.objects("resourceRequirements")) {
            if (!List.of("VCPU", "MEMORY").contains(requirement.requireText("type"))) {
                throw BatchError.client(
                        "resourceRequirements has %s: Fargate has VCPU and MEMORY only.",
                        requirement.requireText("type"));
            }
        }
        var size =
                new FargateSize(
                        requirement("VCPU").movePointRight(3).intValue(),
                        requirement("MEMORY").intValue());
        if (!size.exists()) {
            throw BatchError.client("Fargate resource requirements (%s) not valid.", size);
        }
        return size;
    }

    private BigDecimal requirement(String type) {
        var value =
                properties.objects("resourceRequirements").stream()
                        .filter(requirement -> requirement.requireText("type").equals(type))
                        .map(requirement -> requirement.requireText("value"))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        BatchError.client(
                                                "resourceRequirements has no %s: Fargate needs VCPU and MEMORY.",
                                                type));
        if (!value.matches("[0-9]{1,7}(\\.[0-9]{1,3})?")) {
            throw BatchError.client("%s is \"%s\": must be a number.", type, value);
        }
        return new BigDecimal(value);
    }
}

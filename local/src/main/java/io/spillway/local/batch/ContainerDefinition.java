package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of a job or job definition, from either of the forms AWS Batch has.
 *
 * @param inTask whether it stands in {@code ecsProperties}, which tells the names of the members
 *     around it
 * @param properties image, command, environment, resourceRequirements …
 * @param volumes those of its task, as the definition has them
 */
record ContainerDefinition(boolean inTask, JsonObject properties, List<JsonObject> volumes) {

    ContainerDefinition {
        volumes = List.copyOf(volumes);
    }

    /** Source: AWS Batch API, {@code EcsTaskProperties}. */
    private static final int MOST_CONTAINERS = 10;

    /**
     * The containers in {@code ecsProperties} if there are any, else the one in the given member.
     *
     * @throws BatchError if there is none
     */
    static List<ContainerDefinition> allOf(JsonObject holder, String member) {
        var task = holder.object("ecsProperties");
        if (task.isEmpty()) {
            return List.of(single(holder, member));
        }
        var properties = only(task.get(), "taskProperties");
        var containers = properties.objects("containers");
        if (containers.isEmpty() || containers.size() > MOST_CONTAINERS) {
            throw BatchError.client(
                    "There are %d containers: must be 1 to %d.",
                    containers.size(), MOST_CONTAINERS);
        }
        return containers.stream()
                .map(each -> new ContainerDefinition(true, each, properties.objects("volumes")))
                .toList();
    }

    /** The first of these that is essential: what it ends with is what the job ends with. */
    static ContainerDefinition main(List<ContainerDefinition> containers) {
        return containers.stream()
                .filter(ContainerDefinition::isEssential)
                .findFirst()
                .orElseThrow(
                        () ->
                                BatchError.client(
                                        "No container of the task is essential: one must be."));
    }

    private static ContainerDefinition single(JsonObject holder, String member) {
        var properties =
                holder.object(member)
                        .orElseThrow(
                                () ->
                                        BatchError.client(
                                                "There is neither %s nor ecsProperties: one of them must say what to run.",
                                                member));
        return new ContainerDefinition(false, properties, properties.objects("volumes"));
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

    /** In its task; empty for one that stands alone. */
    String name() {
        return properties.text("name").orElse("");
    }

    /** Whether its end is the end of its task. */
    boolean isEssential() {
        return properties.bool("essential").orElse(true);
    }

    /** What has to be before it starts, in the order in which it is named. */
    List<ContainerDependency> dependsOn() {
        return properties.objects("dependsOn").stream().map(ContainerDependency::of).toList();
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

    /**
     * Its user, root and volumes.
     *
     * @param attempt what the names of its volumes start with
     * @throws BatchError if it mounts what isn't there, or what Fargate doesn't have
     */
    Surroundings surroundings(String attempt) {
        var linux = properties.object("linuxParameters");
        return new Surroundings(
                properties.text("user").filter(user -> !user.isBlank()),
                properties.bool("readonlyRootFilesystem").orElse(false),
                linux.flatMap(parameters -> parameters.bool("initProcessEnabled")).orElse(false),
                properties.objects("mountPoints").stream()
                        .map(point -> mount(point, attempt))
                        .toList());
    }

    private Mount mount(JsonObject point, String attempt) {
        var name = point.requireText("sourceVolume");
        var volume =
                volumes.stream()
                        .filter(candidate -> candidate.requireText("name").equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        BatchError.client(
                                                "The mount point %s names the volume %s, which isn't among the volumes.",
                                                point.requireText("containerPath"), name));
        if (volume.object("efsVolumeConfiguration").isPresent()) {
            throw BatchError.later("The EFS volume " + name);
        }
        if (volume.object("host").flatMap(host -> host.text("sourcePath")).isPresent()) {
            throw BatchError.client(
                    "The volume %s is a directory of the host: Fargate has none to give.", name);
        }
        try {
            return new Mount(
                    attempt + "-" + name,
                    point.requireText("containerPath"),
                    point.bool("readOnly").orElse(false));
        } catch (IllegalArgumentException e) {
            throw BatchError.client("%s.", e.getMessage());
        }
    }

    /** Between SIGTERM and SIGKILL, if it says so. */
    Optional<Duration> stopTimeout() {
        var seconds = properties.whole("stopTimeout");
        return seconds.isPresent()
                ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
                : Optional.empty();
    }

    /**
     * What a task's containers ask for together.
     *
     * @throws BatchError if Fargate doesn't have that size
     */
    static FargateSize size(List<ContainerDefinition> containers) {
        var asked = containers.stream().map(ContainerDefinition::asked).toList();
        var size =
                new FargateSize(
                        asked.stream().mapToInt(FargateSize::milliVcpus).sum(),
                        asked.stream().mapToInt(FargateSize::memoryMib).sum());
        if (!size.exists()) {
            throw BatchError.client("Fargate resource requirements (%s) not valid.", size);
        }
        return size;
    }

    /** What it asks for by itself. */
    FargateSize asked() {
        for (var requirement : properties.objects("resourceRequirements")) {
            if (!List.of("VCPU", "MEMORY").contains(requirement.requireText("type"))) {
                throw BatchError.client(
                        "resourceRequirements has %s: Fargate has VCPU and MEMORY only.",
                        requirement.requireText("type"));
            }
        }
        return new FargateSize(
                requirement("VCPU").movePointRight(3).intValue(), requirement("MEMORY").intValue());
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

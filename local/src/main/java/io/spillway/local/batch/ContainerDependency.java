package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What has to be before a container of a task starts. Source: AWS Batch API, {@code
 * TaskContainerDependency}.
 *
 * @param container its name in the task
 */
record ContainerDependency(String container, Condition condition) {

    /** How far the other container has to be. */
    enum Condition {
        /** It has started. */
        START,
        /** It has ended. */
        COMPLETE,
        /** It has ended with 0. */
        SUCCESS
    }

    static ContainerDependency of(JsonObject json) {
        var condition = json.requireText("condition");
        try {
            return new ContainerDependency(
                    json.requireText("containerName"), Condition.valueOf(condition));
        } catch (IllegalArgumentException e) {
            throw BatchError.client(
                    "The condition %s of a dependency is none: there are START, COMPLETE and SUCCESS.",
                    condition);
        }
    }

    /**
     * @throws BatchError if containers of a task share a name, or wait for what never comes
     */
    static void check(List<ContainerDefinition> containers) {
        if (containers.size() == 1) {
            return;
        }
        var names = new HashSet<String>();
        for (var container : containers) {
            if (container.name().isEmpty() || !names.add(container.name())) {
                throw BatchError.client(
                        "A task of %d containers has the name \"%s\" twice or none: each needs its own.",
                        containers.size(), container.name());
            }
        }
        ContainerDefinition.main(containers);
        containers.forEach(container -> check(container, containers));
        checkOrder(containers);
    }

    private static void check(ContainerDefinition container, List<ContainerDefinition> all) {
        for (var dependency : container.dependsOn()) {
            var other =
                    all.stream()
                            .filter(each -> each.name().equals(dependency.container()))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            BatchError.client(
                                                    "The container %s depends on %s, which isn't in the task.",
                                                    container.name(), dependency.container()));
            if (dependency.condition() != Condition.START && other.isEssential()) {
                throw BatchError.client(
                        "The container %s waits for the end of %s, which is essential: the task ends with it.",
                        container.name(), other.name());
            }
        }
    }

    private static void checkOrder(List<ContainerDefinition> containers) {
        Set<String> started = new HashSet<>();
        var grows = true;
        while (grows) {
            grows = false;
            for (var container : containers) {
                var ready =
                        container.dependsOn().stream()
                                .allMatch(each -> started.contains(each.container()));
                grows |= ready && started.add(container.name());
            }
        }
        if (started.size() < containers.size()) {
            throw BatchError.client(
                    "Containers of the task wait for each other: only %s could start.", started);
        }
    }
}

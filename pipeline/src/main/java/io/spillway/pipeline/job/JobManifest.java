package io.spillway.pipeline.job;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;

import java.util.List;

/**
 * The work items of one Batch job: for each child of an array job those that it does one after the
 * other. A manifest of one child is a plain job's.
 *
 * <p>It travels as the location of an object, because a job's overrides are cut off at 8,192
 * characters.
 *
 * @param children at least one, none of them empty, all of one phase and tier
 */
public record JobManifest(List<List<Task>> children) {

    public JobManifest {
        children = children.stream().map(List::copyOf).toList();
        if (children.isEmpty() || children.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException(
                    "A job of %d children, some without tasks, has nothing to do."
                            .formatted(children.size()));
        }
        var first = children.getFirst().getFirst();
        if (children.stream().flatMap(List::stream).anyMatch(task -> !goTogether(task, first))) {
            throw new IllegalArgumentException(
                    "A job is of one phase and one tier: not all are of phase %s, tier %d."
                            .formatted(first.item().phase(), first.tier()));
        }
    }

    private static boolean goTogether(Task one, Task other) {
        return one.tier() == other.tier()
                && one.item().phase().equals(other.item().phase())
                && one.item().pipeline().equals(other.item().pipeline());
    }

    public List<Task> tasks() {
        return children.stream().flatMap(List::stream).toList();
    }

    /** Whether it is an array job's. */
    public boolean isArray() {
        return children.size() > 1;
    }

    /**
     * The id that AWS Batch gives a child. Source: AWS Batch User Guide, "Array jobs".
     *
     * @param index from 0
     */
    public String childId(String jobId, int index) {
        return isArray() ? jobId + ":" + index : jobId;
    }

    public JsonObject toJson() {
        return JsonObject.of()
                .put("children", children.stream().map(JobManifest::child).toList())
                .build();
    }

    private static JsonValue child(List<Task> tasks) {
        return new JsonValue.Array(
                Position.NONE, tasks.stream().map(task -> (JsonValue) task.toJson()).toList());
    }

    public static JobManifest fromJson(JsonObject json) {
        return new JobManifest(
                json.lists("children").stream()
                        .map(child -> child.stream().map(Task::fromJson).toList())
                        .toList());
    }
}

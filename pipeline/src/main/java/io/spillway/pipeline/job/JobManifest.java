package io.spillway.pipeline.job;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.work.WorkItem;
import java.util.List;

/**
 * The work items of one Batch job. It travels as the location of an object, because a job's
 * overrides are cut off at 8,192 characters.
 */
public record JobManifest(List<Task> tasks) {

    /** A work item and the decision that brought it here. */
    public record Task(WorkItem item, Route route) {}

    public JobManifest {
        tasks = List.copyOf(tasks);
    }

    public JsonObject toJson() {
        return JsonObject.of()
                .put(
                        "tasks",
                        tasks.stream()
                                .map(
                                        task ->
                                                JsonObject.of()
                                                        .put("item", task.item().toJson())
                                                        .put("route", task.route().toJson())
                                                        .build())
                                .toList())
                .build();
    }

    public static JobManifest fromJson(JsonObject json) {
        return new JobManifest(
                json.objects("tasks").stream()
                        .map(
                                task ->
                                        new Task(
                                                WorkItem.fromJson(task.requireObject("item")),
                                                Route.fromJson(task.requireObject("route"))))
                        .toList());
    }
}

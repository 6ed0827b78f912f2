package io.spillway.router.intake;

import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.util.List;

/** The messages of the submissions queue: one task each, gathered there into few jobs. */
public final class SubmissionMessages {

    static final String KIND = "submission";

    private SubmissionMessages() {}

    public static List<String> write(List<Task> tasks) {
        return tasks.stream().map(SubmissionMessages::write).toList();
    }

    public static String write(Task task) {
        return Json.write(JsonObject.of().put("spillway", KIND).put("task", task.toJson()).build());
    }

    static IntakeMessage read(JsonObject json) {
        return new IntakeMessage.Submission(Task.fromJson(json.requireObject("task")));
    }
}

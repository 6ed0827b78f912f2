package io.spillway.router.intake;

import io.spillway.pipeline.json.JsonObject;
import java.util.OptionalLong;

/**
 * State changes of Batch jobs as EventBridge gives them, at least once and in any order. Only an
 * end matters: what a job does on the way it tells by itself. Source: AWS Batch User Guide, "AWS
 * Batch event stream".
 */
final class JobEvents {

    private JobEvents() {}

    static IntakeMessage read(JsonObject json) {
        var kind = json.requireText("detail-type");
        if (!kind.equals("Batch Job State Change")) {
            return new IntakeMessage.Nothing("the Batch event \"" + kind + "\"");
        }
        var detail = json.requireObject("detail");
        var status = detail.requireText("status");
        if (!status.equals("SUCCEEDED") && !status.equals("FAILED")) {
            return new IntakeMessage.Nothing(
                    "job " + detail.requireText("jobId") + " is " + status);
        }
        return new IntakeMessage.JobEnded(
                new EndedJob(
                        detail.requireText("jobId"),
                        detail.requireText("jobName"),
                        status.equals("SUCCEEDED"),
                        detail.text("statusReason"),
                        container(detail).text("reason"),
                        exitStatus(detail),
                        detail.array("attempts").size()));
    }

    /**
     * Where a definition is in {@code ecsProperties} form, its containers' results are with the
     * attempts.
     */
    private static JsonObject container(JsonObject detail) {
        var own = detail.object("container");
        if (own.isPresent() && own.get().whole("exitCode").isPresent()) {
            return own.get();
        }
        var last = detail.objects("attempts").stream().reduce((_, attempt) -> attempt);
        var ofAttempt = last.flatMap(attempt -> attempt.object("container"));
        var ofTask =
                last.stream()
                        .flatMap(attempt -> attempt.objects("taskProperties").stream())
                        .flatMap(task -> task.objects("containers").stream())
                        .findFirst();
        return ofTask.or(() -> ofAttempt).or(() -> own).orElseGet(() -> JsonObject.of().build());
    }

    private static OptionalLong exitStatus(JsonObject detail) {
        return container(detail).whole("exitCode");
    }
}

package io.spillway.router.intake;

import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

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
        var container = EndedJob.Container.mostTelling(containers(detail));
        return new IntakeMessage.JobEnded(
                new EndedJob(
                        detail.requireText("jobId"),
                        detail.requireText("jobName"),
                        detail.text("jobQueue"),
                        status.equals("SUCCEEDED"),
                        is(detail, "isCancelled") || is(detail, "isTerminated"),
                        detail.text("statusReason"),
                        container.reason(),
                        container.exitStatus(),
                        detail.array("attempts").size()));
    }

    private static boolean is(JsonObject detail, String member) {
        return detail.bool(member).orElse(false);
    }

    /**
     * Containers of the last attempt. Where a definition is in {@code ecsProperties} form, they are
     * in its tasks, and those of the attempt in the attempt's.
     */
    private static List<EndedJob.Container> containers(JsonObject detail) {
        var last = detail.objects("attempts").stream().reduce((_, attempt) -> attempt).stream();
        var tasks = detail.object("ecsProperties").stream();
        return Stream.concat(Stream.of(detail), Stream.concat(tasks, last))
                .flatMap(
                        place ->
                                Stream.concat(
                                        place.object("container").stream(),
                                        place.objects("taskProperties").stream()
                                                .flatMap(
                                                        task ->
                                                                task
                                                                        .objects("containers")
                                                                        .stream())))
                .map(
                        container ->
                                new EndedJob.Container(
                                        container.whole("exitCode"), container.text("reason")))
                .toList();
    }
}

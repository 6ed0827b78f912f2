package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A "Batch Job State Change" as EventBridge delivers it.
 *
 * <p>Source: AWS Batch User Guide, "Job state change events".
 */
final class JobStateChangeEvent {

    private JobStateChangeEvent() {}

    /**
     * The event of the status a job now has. Made twice, it is the same event with the same id.
     *
     * @param summary where the children of an array job are
     */
    static PendingEvent of(Job job, Optional<ArraySummary> summary) {
        return new PendingEvent(id(job), () -> json(job, summary));
    }

    private static JsonObject json(Job job, Optional<ArraySummary> summary) {
        var arn = Arns.job(job.id());
        var time = Instant.ofEpochMilli(job.state().since()).truncatedTo(ChronoUnit.SECONDS);
        return JsonObject.of()
                .put("version", "0")
                .put("id", id(job))
                .put("detail-type", "Batch Job State Change")
                .put("source", "aws.batch")
                .put("account", Arns.ACCOUNT)
                .put("time", time.toString())
                .put("region", Arns.REGION)
                .put("resources", List.of(JsonEdit.text(arn)))
                .put("detail", JobDetail.of(job, summary))
                .build();
    }

    /** A job has each status at most once per attempt. */
    private static String id(Job job) {
        var change = job.id() + job.status() + job.state().attempts().size();
        return UUID.nameUUIDFromBytes(change.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.Comparator;
import java.util.List;

/** A job queue, as AWS's {@code JobQueueDetail}. */
record JobQueue(JsonObject detail) {

    /** What happens to a job that waits at the head for one reason too long. */
    record TimeLimit(String reason, long maxSeconds) {}

    String name() {
        return detail.requireText("jobQueueName");
    }

    /** Whether it takes new jobs. */
    boolean isEnabled() {
        return detail.requireText("state").equals("ENABLED");
    }

    long priority() {
        return detail.requireWhole("priority");
    }

    /** The names of its compute environments, the first to be tried first. */
    List<String> environments() {
        return detail.objects("computeEnvironmentOrder").stream()
                .sorted(Comparator.comparingLong(entry -> entry.requireWhole("order")))
                .map(entry -> Arns.nameOf(entry.requireText("computeEnvironment")))
                .toList();
    }

    List<TimeLimit> timeLimits() {
        return detail.objects("jobStateTimeLimitActions").stream()
                .map(
                        action ->
                                new TimeLimit(
                                        action.requireText("reason"),
                                        action.requireWhole("maxTimeSeconds")))
                .toList();
    }
}

package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * How often a job is tried, and after which ends it isn't tried again.
 *
 * @param attempts in all, 1 to 10
 * @param evaluateOnExit looked at in order
 */
record RetryStrategy(int attempts, List<EvaluateOnExit> evaluateOnExit) {

    /** Conditions that must all hold, and what happens then. */
    record EvaluateOnExit(
            Optional<String> onStatusReason,
            Optional<String> onReason,
            Optional<String> onExitCode,
            boolean retry) {}

    RetryStrategy {
        evaluateOnExit = List.copyOf(evaluateOnExit);
    }

    /**
     * The strategy in the member {@code retryStrategy}; one attempt when there is none.
     *
     * @throws BatchError if AWS Batch wouldn't take it
     */
    static RetryStrategy of(JsonObject holder) {
        var strategy = holder.object("retryStrategy").orElse(JsonObject.of().build());
        var conditions = strategy.objects("evaluateOnExit");
        if (!conditions.isEmpty() && strategy.whole("attempts").isEmpty()) {
            throw BatchError.client(
                    "retryStrategy has evaluateOnExit but no attempts: both or neither.");
        }
        var attempts = strategy.whole("attempts").orElse(1);
        if (attempts < 1 || attempts > 10) {
            throw BatchError.client("retryStrategy.attempts is %d: must be 1 to 10.", attempts);
        }
        if (conditions.size() > 5) {
            throw BatchError.client(
                    "retryStrategy.evaluateOnExit has %d entries: at most 5.", conditions.size());
        }
        return new RetryStrategy(
                (int) attempts, conditions.stream().map(RetryStrategy::condition).toList());
    }

    private static EvaluateOnExit condition(JsonObject entry) {
        var action = entry.requireText("action");
        if (!action.equalsIgnoreCase("RETRY") && !action.equalsIgnoreCase("EXIT")) {
            throw BatchError.client(
                    "evaluateOnExit has the action \"%s\": must be RETRY or EXIT.", action);
        }
        return new EvaluateOnExit(
                pattern(entry, "onStatusReason", "[A-Za-z0-9.:\\s]*\\*?"),
                pattern(entry, "onReason", "[A-Za-z0-9.:\\s]*\\*?"),
                pattern(entry, "onExitCode", "[0-9]*\\*?"),
                action.equalsIgnoreCase("RETRY"));
    }

    private static Optional<String> pattern(JsonObject entry, String name, String allowed) {
        var pattern = entry.text(name);
        pattern.filter(text -> text.length() > 512 || !text.matches(allowed))
                .ifPresent(
                        text -> {
                            throw BatchError.client(
                                    "evaluateOnExit has %s \"%s\": must match %s and have at most 512 characters.",
                                    name, text, allowed);
                        });
        return pattern;
    }
}

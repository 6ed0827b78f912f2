package io.spillway.local.batch;

import io.spillway.local.batch.RetryStrategy.EvaluateOnExit;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a failed attempt is followed by another.
 *
 * <p>Source: AWS Batch User Guide, "Automated job retries".
 */
final class RetryRules {

    private RetryRules() {}

    /**
     * @param made attempts so far, this one among them
     */
    static boolean retries(RetryStrategy strategy, int made, AttemptEnd end) {
        if (end.isFinal() || made >= strategy.attempts()) {
            return false;
        }
        return strategy.evaluateOnExit().stream()
                .filter(entry -> matches(entry, end))
                .findFirst()
                .map(EvaluateOnExit::retry)
                .orElse(true);
    }

    private static boolean matches(EvaluateOnExit entry, AttemptEnd end) {
        var exitCode =
                end.exitCode().isPresent()
                        ? Optional.of(Integer.toString(end.exitCode().getAsInt()))
                        : Optional.<String>empty();
        return holds(entry.onStatusReason(), Optional.of(end.statusReason()))
                && holds(entry.onReason(), end.reason())
                && holds(entry.onExitCode(), exitCode);
    }

    /**
     * A condition that isn't given holds; one on a text that is absent holds for {@code *} only.
     */
    private static boolean holds(Optional<String> pattern, Optional<String> text) {
        return pattern.isEmpty() || matches(pattern.get(), text.orElse(""));
    }

    private static boolean matches(String pattern, String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        var wanted = pattern.toLowerCase(Locale.ROOT);
        return wanted.endsWith("*")
                ? lower.startsWith(wanted.substring(0, wanted.length() - 1))
                : lower.equals(wanted);
    }
}

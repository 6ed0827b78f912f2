package io.spillway.local.batch;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An attempt under way.
 *
 * @param environment the compute environment it was placed in
 * @param startedAt when its container ran, in ms since 1970; absent while STARTING
 * @param processId of the container; absent while STARTING
 * @param processStartedAt tells that process from a later one with the same number
 */
record CurrentAttempt(
        String environment,
        OptionalLong startedAt,
        OptionalLong processId,
        Optional<Instant> processStartedAt) {

    static CurrentAttempt starting(String environment) {
        return new CurrentAttempt(
                environment, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
    }
}

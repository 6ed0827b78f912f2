package io.spillway.router.intake;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A Batch job that reached SUCCEEDED or FAILED.
 *
 * @param statusReason why, in AWS's words
 * @param exitStatus of the last attempt's container; empty if it never ran or vanished
 * @param attempts that were made
 */
public record EndedJob(
        String jobId,
        String jobName,
        boolean succeeded,
        Optional<String> statusReason,
        Optional<String> containerReason,
        OptionalLong exitStatus,
        int attempts) {}

package io.spillway.router.intake;

import io.spillway.pipeline.work.WorkItem;
import java.time.Instant;
import java.util.Optional;

/**
 * What made an output.
 *
 * @param item that succeeded
 * @param ended when it did; empty in messages of earlier versions of Spillway
 */
public record Origin(WorkItem item, Optional<Instant> ended) {}

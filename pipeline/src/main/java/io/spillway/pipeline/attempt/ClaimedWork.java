package io.spillway.pipeline.attempt;

import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.work.WorkItem;
import java.time.Instant;

/**
 * A work item in an attempt's hands.
 *
 * @param attempt from 1, over all hosts
 */
public record ClaimedWork(WorkItem item, Route route, int attempt, Instant claimedAt) {}

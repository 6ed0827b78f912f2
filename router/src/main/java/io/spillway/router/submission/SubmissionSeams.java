package io.spillway.router.submission;

import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.router.Settings;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What submitting jobs needs of the outside world beside the ledger.
 *
 * @param writers gives names that nobody else ever gives
 */
public record SubmissionSeams(
        Settings settings,
        ObjectStore store,
        Jobs jobs,
        Events events,
        Clock clock,
        Sleeper sleeper,
        Supplier<String> writers) {}

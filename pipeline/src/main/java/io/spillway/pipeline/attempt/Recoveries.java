package io.spillway.pipeline.attempt;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.ledger.Worker;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Tells people of work that goes on although its host or job died without a word.
 *
 * <p>Nothing hangs on it: what can't be told is logged, and the work goes on.
 */
final class Recoveries {

    private static final Logger LOG = System.getLogger(Recoveries.class.getName());

    private static final String NOTHING_TO_DO =
            "Nothing has to be done. If it happens again, look into its log: it may have run out of memory or time, or its host was taken away.";

    private final Events events;
    private final Clock clock;

    Recoveries(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * Tells that a claim followed another one whose host was not heard of any more.
     *
     * @param before the entry that the claim followed; nothing is told unless that was a claim too
     */
    void takenOver(Entry before, Entry claim) {
        if (before.state() instanceof State.Claimed(var holder, var _)) {
            tell(
                    claim,
                    "claim " + before.number(),
                    "%s worked on it and was not heard of for %s: it died without a word. Attempt %d goes on with it now."
                            .formatted(
                                    name(holder),
                                    Durations.format(Duration.between(before.at(), claim.at())),
                                    claim.attempts()));
        }
    }

    /**
     * Tells that another job follows one that died.
     *
     * @param before the newest entry when its job had ended; nothing is told if the last attempt
     *     said by itself that it wants another job
     */
    void requeued(Entry before, EndedJob job, State.Requeued requeued) {
        var said = before.state() instanceof State.Released && job.cause() == EndedJob.Cause.RAN;
        if (!said) {
            tell(before, "job " + job.jobId(), requeued.failure().message());
        }
    }

    private static String name(Worker worker) {
        return switch (worker) {
            case Worker.Invocation invocation ->
                    "Invocation %s of the function".formatted(invocation.requestId());
            case Worker.JobAttempt job ->
                    "Attempt %d of job %s".formatted(job.attempt(), job.jobId());
        };
    }

    private void tell(Entry entry, String occasion, String reason) {
        try {
            events.publish(
                    List.of(
                            Notice.of(
                                    clock.instant(),
                                    Notice.About.of(entry.item()),
                                    Notice.Status.RECOVERED,
                                    occasion,
                                    reason,
                                    NOTHING_TO_DO)));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "Nobody is told that it goes on, {0} Publishing failed: {1}",
                    reason,
                    e.getMessage());
        }
    }
}

package io.spillway.router;

import io.spillway.pipeline.attempt.Outcome;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** Carries out routes. */
final class Dispatcher {

    /**
     * Inline attempts at one work item before it goes to Batch, or fails where its phase has none.
     */
    static final int MOST_INLINE_ATTEMPTS = 3;

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final PipelineDefinition definition;
    private final WorkPath workPath;
    private final JobSubmission submission;
    private final Clock clock;

    Dispatcher(
            PipelineDefinition definition,
            WorkPath workPath,
            JobSubmission submission,
            Clock clock) {
        this.definition = definition;
        this.workPath = workPath;
        this.submission = submission;
        this.clock = clock;
    }

    Handled dispatch(WorkItem item, Route route, Invocation invocation) throws IOException {
        return switch (route) {
            case Route.Inline inline -> runInline(item, inline, invocation);
            case Route.Batch batch -> submission.submit(item, batch);
            case Route.Ignored(var reason) -> end(item, route, new State.Skipped(reason));
            case Route.Rejected(var reason) ->
                    end(item, route, new State.Failed(new Failure(Failure.Kind.REJECTED, reason)));
        };
    }

    private Handled end(WorkItem item, Route route, State state) throws IOException {
        workPath.endWithoutAttempt(item, route, state);
        return Handled.DONE;
    }

    private Handled runInline(WorkItem item, Route.Inline route, Invocation invocation)
            throws IOException {
        return switch (workPath.attempt(item, route, invocation)) {
            case Outcome.Ended _ -> Handled.DONE;
            case Outcome.Busy(var until) ->
                    new Handled.Again(
                            Duration.between(clock.instant(), until),
                            "another invocation works on it");
            case Outcome.InBatch() ->
                    submission.submit(
                            item, new Route.Batch("An earlier invocation sent it to Batch."));
            case Outcome.Fenced() -> new Handled.Again(AT_ONCE, "another invocation took it over");
            case Outcome.GivenBack(var failure, var attempts) -> again(item, failure, attempts);
        };
    }

    private Handled again(WorkItem item, Failure failure, int attempts) throws IOException {
        var inTime = failure.kind() != Failure.Kind.DEADLINE;
        if (inTime && attempts < MOST_INLINE_ATTEMPTS) {
            return new Handled.Again(SOON.multipliedBy(attempts), failure.message());
        }
        var allowsBatch =
                definition.phase(item.phase()).flatMap(phase -> phase.batch()).isPresent();
        if (allowsBatch) {
            return submission.submit(
                    item,
                    new Route.Batch(
                            "Spilled over after %d inline attempts: %s"
                                    .formatted(attempts, failure.message())));
        }
        workPath.endReleased(item.id(), failure);
        return Handled.DONE;
    }
}

package io.spillway.router;

import io.spillway.pipeline.attempt.Outcome;
import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.Metric;
import io.spillway.pipeline.telemetry.Subject;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.pipeline.work.WorkScope;
import io.spillway.router.intake.SubmissionMessages;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Carries out routes. */
final class Dispatcher {

    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final PipelineDefinition definition;
    private final WorkPath workPath;
    private final IntakeQueue submissions;
    private final Meter meter;
    private final Clock clock;

    Dispatcher(
            PipelineDefinition definition,
            WorkPath workPath,
            IntakeQueue submissions,
            Meter meter,
            Clock clock) {
        this.definition = definition;
        this.workPath = workPath;
        this.submissions = submissions;
        this.meter = meter;
        this.clock = clock;
    }

    Handled dispatch(WorkItem item, Route route, Invocation invocation) throws IOException {
        return WorkScope.of(item)
                .call(
                        () -> {
                            LOG.log(Level.DEBUG, "Goes {0}: {1}", route.word(), route.reason());
                            var handled = carryOut(item, route, invocation);
                            if (handled instanceof Handled.Again(var after, var why)) {
                                LOG.log(Level.INFO, "Comes again in {0}: {1}", after, why);
                            }
                            return handled;
                        });
    }

    private Handled carryOut(WorkItem item, Route route, Invocation invocation) throws IOException {
        return switch (route) {
            case Route.Inline inline -> runInline(item, inline, invocation);
            case Route.Batch batch -> submit(item, batch);
            case Route.Ignored(var reason) -> end(item, route, new State.Skipped(reason));
            case Route.Rejected(var reason) ->
                    end(item, route, new State.Failed(new Failure(Failure.Kind.REJECTED, reason)));
        };
    }

    /** From here on the message in the submissions queue stands for the work item. */
    private Handled submit(WorkItem item, Route.Batch route) throws IOException {
        submissions.send(List.of(SubmissionMessages.write(Task.of(item, route))));
        return Handled.DONE;
    }

    private Handled end(WorkItem item, Route route, State state) throws IOException {
        workPath.endWithoutAttempt(item, route, state);
        return Handled.DONE;
    }

    private Handled runInline(WorkItem item, Route.Inline route, Invocation invocation)
            throws IOException {
        return switch (workPath.attempt(item, route, invocation)) {
            case Outcome.Ended _, Outcome.InBatch() -> Handled.DONE;
            case Outcome.Busy(var until) ->
                    new Handled.Again(
                            Duration.between(clock.instant(), until),
                            "another invocation works on it");
            case Outcome.Fenced() -> new Handled.Again(AT_ONCE, "another invocation took it over");
            case Outcome.GivenBack(var failure, var attempts) -> again(item, failure, attempts);
        };
    }

    private Handled again(WorkItem item, Failure failure, int attempts) throws IOException {
        if (!failure.kind().spills() && attempts < WorkPath.MOST_INLINE_ATTEMPTS) {
            return new Handled.Again(SOON.multipliedBy(attempts), failure.message());
        }
        var allowsBatch =
                definition.phase(item.phase()).flatMap(phase -> phase.batch()).isPresent();
        if (allowsBatch) {
            LOG.log(Level.INFO, "Spilled over: {0}", failure.message());
            meter.count(Metric.ITEMS_SPILLED, Subject.of(item.pipeline(), item.phase()));
            return submit(
                    item,
                    new Route.Batch(
                            "Spilled over after %d inline attempts: %s"
                                    .formatted(attempts, failure.message())));
        }
        workPath.endReleased(item.id(), failure);
        return Handled.DONE;
    }
}

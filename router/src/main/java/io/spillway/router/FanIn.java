package io.spillway.router;

import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.Trigger;
import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.fanin.ReadySet;
import io.spillway.pipeline.fanin.Sets;
import io.spillway.pipeline.fanin.Verdict;
import io.spillway.pipeline.routing.Decisions;
import io.spillway.pipeline.routing.FunctionLimits;
import io.spillway.pipeline.routing.InputFacts;
import io.spillway.pipeline.routing.Loops;
import io.spillway.pipeline.routing.Route;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.SetMessages;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tells {@link Sets} how work items end and when waiting is over, and sends what is ready on its
 * way.
 */
final class FanIn {

    private final PipelineDefinition definition;
    private final Sets sets;
    private final StageCosts costs;
    private final Dispatcher dispatcher;
    private final IntakeQueue queue;
    private final Clock clock;

    FanIn(
            PipelineDefinition definition,
            Sets sets,
            StageCosts costs,
            Dispatcher dispatcher,
            IntakeQueue queue,
            Clock clock) {
        this.definition = definition;
        this.sets = sets;
        this.costs = costs;
        this.dispatcher = dispatcher;
        this.queue = queue;
        this.clock = clock;
    }

    /** Sees to it that sets with a time limit don't wait longer. To be called before any work. */
    void entered(Entrant upload, List<String> takers) throws IOException {
        var place = upload.place().filter(at -> at.steps().isEmpty()).map(at -> at.takenBy(takers));
        if (place.isEmpty()) {
            return;
        }
        for (var awaited : sets.awaited(upload.upload(), place.get())) {
            var within =
                    awaited.taker()
                            .afterEvery(awaited.every())
                            .flatMap(Trigger.AfterEvery::within)
                            .orElseThrow();
            later(
                    new IntakeMessage.SetDue(
                            awaited.taker().name(),
                            awaited.every(),
                            awaited.upload(),
                            awaited.place(),
                            clock.instant().plus(within)));
        }
    }

    /** A queue delays no message long enough: it is sent again and again until its time. */
    private void later(IntakeMessage.SetDue set) throws IOException {
        var left = Duration.between(clock.instant(), set.due());
        var delay =
                left.compareTo(IntakeQueue.LONGEST_DELAY) < 0 ? left : IntakeQueue.LONGEST_DELAY;
        queue.sendLater(SetMessages.write(set), delay);
    }

    Handled due(IntakeMessage.SetDue set, FunctionLimits limits, Invocation invocation)
            throws IOException {
        if (clock.instant().isBefore(set.due())) {
            later(set);
            return Handled.DONE;
        }
        var ready = sets.overdue(set.taker(), set.every(), set.upload(), set.place(), set.due());
        return ready.isEmpty() ? Handled.DONE : dispatch(ready.get(), limits, invocation);
    }

    Handled ended(PhaseEvent event, FunctionLimits limits, Invocation invocation)
            throws IOException {
        var all = Handled.DONE;
        for (var set : sets.ended(event)) {
            all = all.and(dispatch(set, limits, invocation));
        }
        return all;
    }

    private Handled dispatch(ReadySet set, FunctionLimits limits, Invocation invocation)
            throws IOException {
        return dispatcher.dispatch(set.item(), route(set, limits), invocation);
    }

    private Route route(ReadySet set, FunctionLimits limits) {
        return switch (set.verdict()) {
            case Verdict.Take() -> taken(set, limits);
            case Verdict.Fail(var reason) -> new Route.Rejected(reason);
            case Verdict.Skip(var reason) -> new Route.Ignored(reason);
            case Verdict.Wait() ->
                    throw new IllegalStateException(
                            "Set %s is not ready.".formatted(set.item().id()));
        };
    }

    private Route taken(ReadySet set, FunctionLimits limits) {
        var item = set.item();
        var refusal =
                Loops.refusal(item.input(), item.qualifiedPhase(), item.passed(), item.hops());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var phase = definition.phase(item.phase()).orElseThrow();
        var facts = new InputFacts(item.type(), Optional.empty(), size(set));
        return Decisions.route(phase, item.input(), facts, costs.of(phase, facts, limits), limits);
    }

    /** Nobody looked inside the members. */
    private static Unpacked size(ReadySet set) {
        var bytes = set.item().inputBytes();
        return set.item().type().isPacked()
                ? new Unpacked.AtLeast(bytes, "as its members are stored")
                : new Unpacked.Plain(bytes);
    }
}

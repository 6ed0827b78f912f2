package io.spillway.router;

import io.spillway.pipeline.attempt.WorkPath;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.routing.Decisions;
import io.spillway.pipeline.routing.FunctionLimits;
import io.spillway.pipeline.routing.InputFacts;
import io.spillway.pipeline.routing.Inspection;
import io.spillway.pipeline.routing.Loops;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectGone;
import io.spillway.pipeline.store.ObjectStart;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.TraceContext;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Lineage;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.router.intake.ArrivedObject;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.Origin;
import io.spillway.router.reconcile.Reconciler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes each intake message to its end: gathers the facts, decides, has the decision carried out.
 */
final class Router {

    private final PipelineDefinition definition;
    private final StageCosts costs;
    private final ObjectStore store;
    private final Inspection inspection;
    private final Dispatcher dispatcher;
    private final FanOut fanOut;
    private final FanIn fanIn;
    private final JobEndings jobEndings;
    private final Reconciler reconciler;
    private final Replaying replaying;
    private final WorkPath workPath;
    private final long memory;
    private final Clock clock;

    Router(
            PipelineDefinition definition,
            StageCosts costs,
            ObjectStore store,
            Dispatcher dispatcher,
            FanOut fanOut,
            FanIn fanIn,
            JobEndings jobEndings,
            Reconciler reconciler,
            Replaying replaying,
            WorkPath workPath,
            long memory,
            Clock clock) {
        this.definition = definition;
        this.costs = costs;
        this.store = store;
        this.inspection = new Inspection(store);
        this.dispatcher = dispatcher;
        this.fanOut = fanOut;
        this.fanIn = fanIn;
        this.jobEndings = jobEndings;
        this.reconciler = reconciler;
        this.replaying = replaying;
        this.workPath = workPath;
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * @param trace that the message belongs to
     * @throws IOException if a service couldn't be reached; the message must come again
     */
    Handled handle(
            IntakeMessage.Single message, Optional<TraceContext> trace, Invocation invocation)
            throws IOException {
        return switch (message) {
            case IntakeMessage.Uploaded(var objects) -> {
                var all = Handled.DONE;
                for (var object : objects) {
                    all = all.and(uploaded(object, trace, invocation));
                }
                yield all;
            }
            case IntakeMessage.PhaseEnded(var event) -> phaseEnded(event, trace, invocation);
            case IntakeMessage.Output output -> derived(output, invocation);
            case IntakeMessage.SetDue set -> fanIn.due(set, limits(invocation), invocation);
            case IntakeMessage.OutputRange range -> fanOut.expand(range, trace);
            case IntakeMessage.JobEnded(var job) -> jobEndings.handle(job);
            case IntakeMessage.Reconciling look -> reconciler.handle(look, invocation.deadline());
            case IntakeMessage.Replay asked -> replay(asked, invocation);
            case IntakeMessage.Nothing _ -> Handled.DONE;
            case IntakeMessage.Unreadable(var why) -> new Handled.Unreadable(why);
        };
    }

    private Handled uploaded(
            ArrivedObject arrived, Optional<TraceContext> trace, Invocation invocation)
            throws IOException {
        var told = entrant(told(arrived), arrived, List.of(), trace);
        return told.scope().call(() -> uploaded(arrived, told, trace, invocation));
    }

    private Handled uploaded(
            ArrivedObject arrived,
            Entrant told,
            Optional<TraceContext> trace,
            Invocation invocation)
            throws IOException {
        var there =
                arrived.versionId().isPresent()
                        ? store.start(told.object(), Inspection.START_BYTES)
                        : current(arrived);
        if (there.isEmpty()) {
            return gone(told);
        }
        var object = there.get().facts().version();
        var passed = Lineage.passed(there.get().facts().metadata());
        return enter(
                entrant(object, arrived, passed, trace),
                definition.onUpload(),
                () -> inspection.of(object, there.get().bytes()),
                invocation);
    }

    private Entrant entrant(
            ObjectVersion object,
            ArrivedObject arrived,
            List<String> passed,
            Optional<TraceContext> trace) {
        return Entrant.uploaded(
                definition,
                object,
                arrived.revision(),
                passed,
                trace.map(TraceContext::trace),
                arrived.at());
    }

    /** Without versions, the object that the event tells of is there unless another ETag is. */
    private Optional<ObjectStart> current(ArrivedObject arrived) throws IOException {
        var told = arrived.etag();
        return store.start(arrived.location(), Inspection.START_BYTES)
                .filter(
                        there ->
                                told.isEmpty()
                                        || told.get().equals(there.facts().version().etag()));
    }

    private static ObjectVersion told(ArrivedObject arrived) {
        return new ObjectVersion(
                arrived.location(),
                arrived.versionId(),
                arrived.etag().orElse(""),
                arrived.size().orElse(0));
    }

    private Handled gone(Entrant entrant) throws IOException {
        var failure =
                new Failure(
                        Failure.Kind.INPUT_GONE,
                        "Cannot route %s: it was deleted or overwritten before the router looked at it. Upload it again if it was wanted."
                                .formatted(entrant.object()));
        workPath.endWithoutAttempt(
                entrant.intoNone(ContentType.BINARY),
                new Route.Rejected(failure.message()),
                new State.Failed(failure));
        return Handled.DONE;
    }

    private Handled phaseEnded(
            PhaseEvent event, Optional<TraceContext> trace, Invocation invocation)
            throws IOException {
        costs.learn(event);
        var sets = fanIn.ended(event, limits(invocation), invocation);
        return event.happening() instanceof PhaseEvent.Happening.Succeeded(var results, var _)
                ? sets.and(succeeded(event, results, trace, invocation))
                : sets;
    }

    private Handled succeeded(
            PhaseEvent event, Results results, Optional<TraceContext> trace, Invocation invocation)
            throws IOException {
        if (definition.after(event.item().phase()).isEmpty() || results.count() == 0) {
            return Handled.DONE;
        }
        var from = new Origin(event.item(), Optional.of(event.time()));
        if (results.listed().size() == 1) {
            var only = new IntakeMessage.Output(from, results.listed().getFirst(), 0, 1);
            return derived(only, invocation);
        }
        return fanOut.start(from, results, trace);
    }

    private Handled derived(IntakeMessage.Output output, Invocation invocation) throws IOException {
        var from = output.from().item();
        var phase = definition.phase(from.phase());
        if (phase.isEmpty()) {
            return new Handled.Unreadable(
                    "It is of phase \"%s\", which the definition hasn't.".formatted(from.phase()));
        }
        var entrant = Entrant.derived(output, phase.get());
        return entrant.scope()
                .call(
                        () ->
                                enter(
                                        entrant,
                                        definition.after(from.phase()),
                                        () -> inspection.of(output.output()),
                                        invocation));
    }

    /** Asks for what is in an object, once that is needed. */
    @FunctionalInterface
    private interface Look {
        InputFacts inside() throws IOException;
    }

    private Handled enter(Entrant entrant, List<Phase> entered, Look look, Invocation invocation)
            throws IOException {
        return switch (Decisions.byKey(entrant.object(), entrant.name(), entered)) {
            case Decisions.ByKey.Settled(var route) ->
                    dispatcher.dispatch(entrant.intoNone(ContentType.BINARY), route, invocation);
            case Decisions.ByKey.Wanted(var phases) -> {
                try {
                    yield enter(entrant, phases, look.inside(), invocation);
                } catch (ObjectGone e) {
                    var route = new Route.Rejected(e.getMessage());
                    yield dispatcher.dispatch(
                            entrant.intoNone(ContentType.BINARY), route, invocation);
                }
            }
        };
    }

    private Handled enter(
            Entrant entrant, List<Phase> wanted, InputFacts facts, Invocation invocation)
            throws IOException {
        return switch (Decisions.byContent(entrant.object(), facts, wanted)) {
            case Decisions.ByContent.Settled(var route) ->
                    dispatcher.dispatch(entrant.intoNone(facts.type()), route, invocation);
            case Decisions.ByContent.Wanted(var phases) -> {
                var takers = phases.stream().map(Phase::name).toList();
                fanIn.entered(entrant, takers);
                var all = Handled.DONE;
                for (var phase : phases) {
                    var route = route(entrant, phase, facts, limits(invocation));
                    all =
                            all.and(
                                    dispatcher.dispatch(
                                            entrant.into(phase.name(), facts.type(), takers),
                                            route,
                                            invocation));
                }
                yield all;
            }
        };
    }

    private Route route(Entrant entrant, Phase phase, InputFacts facts, FunctionLimits limits) {
        return entrant.refusal(phase)
                .orElseGet(
                        () ->
                                Decisions.route(
                                        phase,
                                        entrant.object(),
                                        facts,
                                        costs.of(phase, facts, limits),
                                        limits));
    }

    private Handled replay(IntakeMessage.Replay asked, Invocation invocation) throws IOException {
        return switch (replaying.decide(asked)) {
            case Replaying.Decision.Refuse _ -> Handled.DONE;
            case Replaying.Decision.Repeat(var item, var route) ->
                    dispatcher.dispatch(item, route, invocation);
            case Replaying.Decision.Route(var item) ->
                    dispatcher.dispatch(item, routeAgain(item, limits(invocation)), invocation);
        };
    }

    /** With the definition that is in force now. */
    private Route routeAgain(WorkItem item, FunctionLimits limits) throws IOException {
        var phase = definition.phase(item.phase());
        if (phase.isEmpty()) {
            return new Route.Rejected(
                    "Cannot run %s again: the pipeline has no phase %s any more. Upload the file again."
                            .formatted(item.input().location(), item.phase()));
        }
        var refusal =
                Loops.refusal(item.input(), item.qualifiedPhase(), item.passed(), item.hops());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            var facts = inspection.of(item.input());
            return Decisions.route(
                    phase.get(), item.input(), facts, costs.of(phase.get(), facts, limits), limits);
        } catch (ObjectGone e) {
            return new Route.Rejected(e.getMessage());
        }
    }

    private FunctionLimits limits(Invocation invocation) {
        return new FunctionLimits(memory, Duration.between(clock.instant(), invocation.deadline()));
    }
}

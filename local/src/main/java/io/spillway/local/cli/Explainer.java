package io.spillway.local.cli;

import static java.util.stream.Collectors.joining;

import io.spillway.local.cli.Explanation.OfPhase;
import io.spillway.local.cli.Explanation.Speed;
import io.spillway.pipeline.definition.KeyPattern;
import io.spillway.pipeline.definition.Match;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.definition.Trigger;
import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.learning.RateKey;
import io.spillway.pipeline.learning.RateKey.Side;
import io.spillway.pipeline.learning.Rates;
import io.spillway.pipeline.learning.Sample;
import io.spillway.pipeline.routing.Decisions;
import io.spillway.pipeline.routing.FunctionLimits;
import io.spillway.pipeline.routing.InputFacts;
import io.spillway.pipeline.routing.Inspection;
import io.spillway.pipeline.routing.Loops;
import io.spillway.pipeline.routing.Rate;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.routing.StageCost;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageProfile;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.store.ObjectVersion;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks the router's own decisions about one object, and keeps every answer. */
final class Explainer {

    private final PipelineDefinition definition;
    private final Collection<StageType> catalogue;
    private final FunctionLimits limits;
    private final Rates rates;

    /**
     * @param rates as far as the pipeline's runs have taught any
     */
    Explainer(
            PipelineDefinition definition,
            Collection<StageType> catalogue,
            FunctionLimits limits,
            Rates rates) {
        this.definition = definition;
        this.catalogue = List.copyOf(catalogue);
        this.limits = limits;
        this.rates = rates;
    }

    /**
     * An object, by the name that patterns are matched with, before the phases that it could enter.
     */
    private record Entrant(
            ObjectVersion object, String name, List<Phase> entered, List<String> passed) {}

    /**
     * @param after the phase whose output it is; absent for an upload
     */
    Explanation explain(Subject subject, Optional<Phase> after) throws IOException {
        var object = subject.object();
        var entrant =
                after.map(
                                phase ->
                                        new Entrant(
                                                object,
                                                nameAfter(phase, object.key()),
                                                definition.after(phase.name()),
                                                subject.passed()))
                        .orElseGet(
                                () ->
                                        new Entrant(
                                                object,
                                                object.key(),
                                                definition.onUpload(),
                                                subject.passed()));
        var hint = after.isPresent() ? Optional.<String>empty() : hint(object.key());
        return switch (Decisions.byKey(object, entrant.name(), entrant.entered())) {
            case Decisions.ByKey.Settled(var route) ->
                    new Explanation(
                            subject,
                            Optional.empty(),
                            limits,
                            Optional.of(route),
                            notTaken(entrant),
                            hint);
            case Decisions.ByKey.Wanted(var wanted) ->
                    explain(subject, entrant, wanted, new Inspection(subject.store()).of(object));
        };
    }

    private Explanation explain(
            Subject subject, Entrant entrant, List<Phase> wanted, InputFacts facts) {
        return switch (Decisions.byContent(entrant.object(), facts, wanted)) {
            case Decisions.ByContent.Settled(var route) ->
                    new Explanation(
                            subject,
                            Optional.of(facts),
                            limits,
                            Optional.of(route),
                            definition.phases().stream()
                                    .map(phase -> notTaken(phase, entrant))
                                    .toList(),
                            Optional.empty());
            case Decisions.ByContent.Wanted(var takers) ->
                    new Explanation(
                            subject,
                            Optional.of(facts),
                            limits,
                            Optional.empty(),
                            definition.phases().stream()
                                    .map(phase -> ofPhase(phase, takers, entrant, facts))
                                    .toList(),
                            Optional.empty());
        };
    }

    private OfPhase ofPhase(Phase phase, List<Phase> takers, Entrant entrant, InputFacts facts) {
        if (!takers.contains(phase)) {
            return notTaken(phase, entrant);
        }
        var route = route(phase, entrant, facts);
        return new OfPhase.Taken(phase.name(), route, speed(phase, route, facts));
    }

    private Route route(Phase phase, Entrant entrant, InputFacts facts) {
        var qualified = definition.name() + "/" + phase.name();
        return Loops.refusal(entrant.object(), qualified, entrant.passed(), entrant.passed().size())
                .orElseGet(
                        () ->
                                Decisions.route(
                                        phase,
                                        entrant.object(),
                                        facts,
                                        cost(phase, facts),
                                        limits));
    }

    private Optional<StageCost> cost(Phase phase, InputFacts facts) {
        var rate = rate(phase, facts.type(), Side.FUNCTION);
        return profile(phase.stage())
                .flatMap(profile -> rate.map(known -> new StageCost(known, profile.memory())));
    }

    private Optional<Rate> rate(Phase phase, ContentType type, Side side) {
        var builtIn = profile(phase.stage()).map(profile -> profile.bytesPerSecond(type));
        return rates.rate(
                RateKey.of(phase, type, side),
                builtIn.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }

    private Optional<Speed> speed(Phase phase, Route route, InputFacts facts) {
        var bytes = bytes(facts.unpacked());
        return switch (route) {
            case Route.Inline _ -> speed(phase, facts, Side.FUNCTION, bytes, limits.vcpu());
            case Route.Batch _ -> speed(phase, facts, Side.BATCH, bytes, Sample.batchVcpu(phase));
            case Route.Ignored _, Route.Rejected _ -> Optional.empty();
        };
    }

    private Optional<Speed> speed(
            Phase phase, InputFacts facts, Side side, long bytes, double vcpu) {
        return rate(phase, facts.type(), side)
                .map(rate -> new Speed(rate, side, rate.timeFor(bytes, vcpu)));
    }

    private static long bytes(Unpacked unpacked) {
        return switch (unpacked) {
            case Unpacked.Plain(var bytes) -> bytes;
            case Unpacked.Exact(var bytes, var _, var _) -> bytes;
            case Unpacked.AtLeast(var bytes, var _) -> bytes;
            case Unpacked.Estimated(var bytes, var _) -> bytes;
            case Unpacked.Broken _ -> 0;
        };
    }

    private Optional<StageProfile> profile(StageSpec stage) {
        return stage.inCatalogue()
                .flatMap(
                        name ->
                                catalogue.stream()
                                        .filter(type -> type.name().equals(name))
                                        .findFirst())
                .map(StageType::profile);
    }

    private List<OfPhase> notTaken(Entrant entrant) {
        return definition.phases().stream().map(phase -> notTaken(phase, entrant)).toList();
    }

    private OfPhase notTaken(Phase phase, Entrant entrant) {
        return new OfPhase.NotTaken(phase.name(), why(phase, entrant));
    }

    private static String why(Phase phase, Entrant entrant) {
        if (!entrant.entered().contains(phase)) {
            return "Takes %s.".formatted(triggers(phase));
        }
        return phase.match().wantsKey(entrant.name())
                ? "Takes %s only.".formatted(types(phase.match()))
                : "Takes keys like %s only.".formatted(keys(phase.match()));
    }

    private static String triggers(Phase phase) {
        return phase.triggers().stream()
                .map(
                        trigger ->
                                switch (trigger) {
                                    case Trigger.Upload() -> "uploads";
                                    case Trigger.After(var other) -> "outputs of phase " + other;
                                    case Trigger.AfterEvery(var other, var _, var _) ->
                                            "all outputs of phase %s together".formatted(other);
                                })
                .collect(joining(" and "));
    }

    private static String keys(Match match) {
        return match.keys().stream().map(KeyPattern::glob).collect(joining(", "));
    }

    private static String types(Match match) {
        return match.types().isEmpty()
                ? "objects with content"
                : match.types().stream().sorted().map(ContentType::word).collect(joining(", "));
    }

    private static String nameAfter(Phase phase, String key) {
        return key.startsWith(phase.outputPrefix())
                ? key.substring(phase.outputPrefix().length())
                : key;
    }

    /** A key that a phase would write is probably an output of it. */
    private Optional<String> hint(String key) {
        return definition.phases().stream()
                .filter(phase -> key.startsWith(phase.outputPrefix()))
                .findFirst()
                .map(
                        phase ->
                                "It is named like an output of phase %s: add --after %s to take it for one."
                                        .formatted(phase.name(), phase.name()));
    }
}

package io.spillway.pipeline.routing;

import static java.util.stream.Collectors.joining;

import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.definition.InlineLimits;
import io.spillway.pipeline.definition.KeyPattern;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectVersion;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides where an object goes. Pure: the same facts give the same routes.
 *
 * <p>Facts come cheapest first, so there are two questions: {@link #byKey} needs only an event,
 * {@link #byContent} has looked inside. Nothing is ever skipped silently: an object that no phase
 * takes is ignored or rejected, with the reason.
 */
public final class Decisions {

    /** What an object's key already settles. */
    public sealed interface ByKey {

        /** No phase is interested, whatever the content. */
        record Settled(Route route) implements ByKey {}

        /** These phases want the key; the content decides. */
        record Wanted(List<Phase> phases) implements ByKey {}
    }

    /** What becomes of an object whose content is known. */
    public sealed interface ByContent {

        /** No phase takes it. */
        record Settled(Route route) implements ByContent {}

        /** These phases want the type; each is routed by {@link Decisions#route}. */
        record Wanted(List<Phase> phases) implements ByContent {}
    }

    private Decisions() {}

    /**
     * @param name of the object, below the prefixes that phases add
     * @param entered the phases that the object could enter: those on upload, or those after
     *     another
     */
    public static ByKey byKey(ObjectVersion object, String name, List<Phase> entered) {
        if (name.endsWith("/") && object.size() == 0) {
            return new ByKey.Settled(
                    new Route.Ignored(
                            "A folder marker, as consoles write them: its key ends with / and it"
                                + " has 0 bytes."));
        }
        var wanted = entered.stream().filter(phase -> phase.match().wantsKey(name)).toList();
        if (wanted.isEmpty()) {
            return new ByKey.Settled(
                    new Route.Ignored(
                            "No phase wants the key \"%s\": the patterns are %s."
                                    .formatted(name, patterns(entered))));
        }
        if (object.size() == 0) {
            return new ByKey.Settled(
                    new Route.Rejected(
                            "%s is empty: %s content. Upload it again once it has some."
                                    .formatted(
                                            object.location(), naming(wanted, "needs", "need"))));
        }
        return new ByKey.Wanted(wanted);
    }

    /**
     * @param wanted the phases that want the key, at least one
     */
    public static ByContent byContent(ObjectVersion object, InputFacts facts, List<Phase> wanted) {
        var takers =
                wanted.stream().filter(phase -> phase.match().wantsType(facts.type())).toList();
        if (!takers.isEmpty()) {
            return new ByContent.Wanted(takers);
        }
        var deceived =
                facts.claimed()
                        .filter(
                                claim ->
                                        wanted.stream()
                                                .anyMatch(phase -> phase.match().wantsType(claim)));
        if (deceived.isPresent()) {
            return new ByContent.Settled(
                    new Route.Rejected(
                            "%s is named like %s but its first bytes are %s: %s %s. Upload the right file, or name it for what it is."
                                    .formatted(
                                            object.location(),
                                            deceived.get().word(),
                                            facts.type().word(),
                                            naming(wanted, "takes", "take"),
                                            types(wanted))));
        }
        return new ByContent.Settled(
                new Route.Ignored(
                        "No phase takes %s: %s %s."
                                .formatted(
                                        facts.type().word(),
                                        naming(wanted, "takes", "take"),
                                        types(wanted))));
    }

    /**
     * The route of an object through a phase that wants it.
     *
     * @param cost of the phase's stage for this type; empty for a legacy program, which only Batch
     *     runs
     */
    public static Route route(
            Phase phase,
            ObjectVersion object,
            InputFacts facts,
            Optional<StageCost> cost,
            FunctionLimits function) {
        if (facts.unpacked() instanceof Unpacked.Broken(var reason)) {
            return new Route.Rejected("Cannot unpack %s: %s".formatted(object.location(), reason));
        }
        if (phase.inline().isEmpty() || cost.isEmpty()) {
            return new Route.Batch("Phase %s always runs in Batch.".formatted(phase.name()));
        }
        var prediction = Prediction.of(facts.unpacked(), cost.get(), function);
        var obstacle = obstacle(phase.name(), phase.inline().get(), prediction, function);
        if (obstacle.isEmpty()) {
            return new Route.Inline(fits(facts.type(), phase.inline().get(), prediction, function));
        }
        if (phase.batch().isPresent()) {
            return new Route.Batch(obstacle.get(), OptionalLong.of(prediction.wholeSeconds()));
        }
        return new Route.Rejected(
                "Cannot process %s: %s The phase never runs in Batch. Raise its inline limits, or give it a batch section."
                        .formatted(object.location(), obstacle.get()));
    }

    /**
     * Whether the route could be another one if the stage were up to {@code factor} times slower or
     * faster: whether it is worth asking what was learned of its rate.
     */
    public static boolean hangsOnRate(
            Phase phase, InputFacts facts, StageCost cost, double factor, FunctionLimits function) {
        if (phase.inline().isEmpty() || facts.unpacked() instanceof Unpacked.Broken) {
            return false;
        }
        var slow = Prediction.of(facts.unpacked(), cost.timesRate(1 / factor), function);
        var fast = Prediction.of(facts.unpacked(), cost.timesRate(factor), function);
        return obstacle(phase.name(), phase.inline().get(), slow, function).isPresent()
                != obstacle(phase.name(), phase.inline().get(), fast, function).isPresent();
    }

    private static Optional<String> obstacle(
            String phase, InlineLimits limits, Prediction prediction, FunctionLimits function) {
        if (prediction.bytes() > limits.upTo().bytes()) {
            return Optional.of(
                    "%s: more than the %s that phase %s takes inline."
                            .formatted(capital(prediction.size()), limits.upTo(), phase));
        }
        if (prediction.atLeast()) {
            return Optional.of(
                    "%s, and perhaps far more: too uncertain for phase %s to take inline."
                            .formatted(capital(prediction.size()), phase));
        }
        if (prediction.time().compareTo(limits.within()) > 0) {
            return Optional.of(
                    "%s would take about %s at %s: more than the %s that phase %s takes inline."
                            .formatted(
                                    capital(prediction.size()),
                                    Durations.format(prediction.time()),
                                    prediction.rate(),
                                    Durations.format(limits.within()),
                                    phase));
        }
        if (prediction.time().compareTo(function.time()) > 0) {
            return Optional.of(
                    "%s would take about %s at %s: more than the %s that the function has left."
                            .formatted(
                                    capital(prediction.size()),
                                    Durations.format(prediction.time()),
                                    prediction.rate(),
                                    Durations.format(function.time())));
        }
        if (prediction.memory() > function.memory()) {
            return Optional.of(
                    "Phase %s needs about %s of memory: more than the %s that the function has."
                            .formatted(
                                    phase,
                                    new ByteSize(prediction.memory()),
                                    new ByteSize(function.memory())));
        }
        return Optional.empty();
    }

    private static String fits(
            ContentType type, InlineLimits limits, Prediction prediction, FunctionLimits function) {
        var time =
                limits.within().compareTo(function.time()) < 0 ? limits.within() : function.time();
        return "%s of %s: about %s at %s, within %s and %s."
                .formatted(
                        capital(type.word()),
                        prediction.size(),
                        Durations.format(prediction.time()),
                        prediction.rate(),
                        limits.upTo(),
                        Durations.format(time));
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** The phases as the subject of a sentence, with the verb that fits their number. */
    private static String naming(List<Phase> phases, String verbOfOne, String verbOfMany) {
        var names = phases.stream().map(Phase::name).toList();
        if (names.size() == 1) {
            return "phase " + names.getFirst() + " " + verbOfOne;
        }
        var allButLast = String.join(", ", names.subList(0, names.size() - 1));
        return "phases " + allButLast + " and " + names.getLast() + " " + verbOfMany;
    }

    private static String patterns(List<Phase> phases) {
        var globs =
                phases.stream()
                        .flatMap(phase -> phase.match().keys().stream())
                        .map(KeyPattern::glob)
                        .distinct()
                        .limit(10)
                        .collect(joining(", "));
        return globs.isEmpty() ? "none" : globs;
    }

    private static String types(List<Phase> phases) {
        return phases.stream()
                .flatMap(phase -> phase.match().types().stream())
                .distinct()
                .sorted()
                .map(ContentType::word)
                .collect(joining(", "));
    }
}

package io.spillway.local.scale;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.routing.Decisions;
import io.spillway.pipeline.routing.FunctionLimits;
import io.spillway.pipeline.routing.Inspection;
import io.spillway.pipeline.routing.StageCost;
import io.spillway.pipeline.stage.StageProfile;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.router.intake.ArrivedObject;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.IntakeParser;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What reading a message and deciding take, on one thread, without the work path: the router's own
 * part.
 */
final class ParseAndDecide {

    private static final FunctionLimits FUNCTION =
            new FunctionLimits(1_769L << 20, Duration.ofMinutes(1));

    private final PipelineDefinition definition = new Definition(64).read();
    private final Map<String, StageProfile> profiles =
            BuiltInStages.catalogue().stream()
                    .collect(Collectors.toMap(StageType::name, StageType::profile));
    private final Inspection inspection;

    private ParseAndDecide(Uploads uploads) {
        var violations = new Violations();
        this.inspection =
                new Inspection(
                        new MadeUpStore(
                                uploads, new RecentLedger(0, Set.of(), violations), violations, 0));
    }

    /** Measures as many uploads twice, the first time to warm up, and prints the second. */
    static void measure(long seed, int count) throws IOException {
        var uploads = new Uploads(seed, Uploads.Mix.ALL_KINDS);
        var measured = new ParseAndDecide(uploads);
        for (var round = 0; round < 2; round++) {
            var deliveries = new Deliveries(uploads, count, seed);
            var parsing = 0L;
            var deciding = 0L;
            var decided = 0L;
            for (var bodies = bodies(deliveries); !bodies.isEmpty(); bodies = bodies(deliveries)) {
                var start = System.nanoTime();
                var messages = bodies.stream().map(IntakeParser::parse).toList();
                var parsed = System.nanoTime();
                decided += measured.decide(messages);
                parsing += parsed - start;
                deciding += System.nanoTime() - parsed;
            }
            if (round == 1) {
                MillionEvents.say(
                        "One thread: parsing %.1f us, inspecting and deciding %.1f us per upload: %,.0f decisions/s",
                        parsing / 1e3 / decided,
                        deciding / 1e3 / decided,
                        decided * 1e9 / (parsing + deciding));
            }
        }
    }

    private static List<String> bodies(Deliveries deliveries) {
        return deliveries.next(1_000).stream().map(Delivery::body).toList();
    }

    private long decide(List<IntakeMessage> messages) throws IOException {
        var decided = new ArrayList<Object>();
        for (var message : messages) {
            if (message instanceof IntakeMessage.Uploaded(var objects)) {
                for (var object : objects) {
                    decided.add(decide(object));
                }
            }
        }
        return decided.size();
    }

    private Object decide(ArrivedObject arrived) throws IOException {
        var object =
                new ObjectVersion(
                        arrived.location(),
                        arrived.versionId(),
                        arrived.etag().orElseThrow(),
                        arrived.size().orElseThrow());
        return switch (Decisions.byKey(object, object.key(), definition.onUpload())) {
            case Decisions.ByKey.Settled(var route) -> route;
            case Decisions.ByKey.Wanted(var phases) -> decide(object, phases);
        };
    }

    private Object decide(ObjectVersion object, List<Phase> phases) throws IOException {
        var facts = inspection.of(object);
        return switch (Decisions.byContent(object, facts, phases)) {
            case Decisions.ByContent.Settled(var route) -> route;
            case Decisions.ByContent.Wanted(var takers) ->
                    takers.stream()
                            .map(
                                    phase ->
                                            Decisions.route(
                                                    phase,
                                                    object,
                                                    facts,
                                                    Optional.of(
                                                            StageCost.builtIn(
                                                                    profile(phase), facts.type())),
                                                    FUNCTION))
                            .toList();
        };
    }

    private StageProfile profile(Phase phase) {
        return switch (phase.stage()) {
            case StageSpec.Named(var name, var _) -> profiles.get(name);
            case StageSpec.Legacy _ ->
                    throw new IllegalStateException(phase.name() + " has no built-in stage.");
        };
    }
}

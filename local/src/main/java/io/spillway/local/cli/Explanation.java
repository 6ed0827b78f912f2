package io.spillway.local.cli;

import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.learning.RateKey;
import io.spillway.pipeline.routing.FunctionLimits;
import io.spillway.pipeline.routing.InputFacts;
import io.spillway.pipeline.routing.Rate;
import io.spillway.pipeline.routing.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How one object would be routed.
 *
 * @param facts absent where the key settled everything
 * @param settled the route that no phase decided: nobody wants the object, or it is refused
 * @param phases every phase of the pipeline, in its order
 * @param hint what the asker may have meant; absent where nothing suggests it
 */
record Explanation(
        Subject subject,
        Optional<InputFacts> facts,
        FunctionLimits function,
        Optional<Route> settled,
        List<OfPhase> phases,
        Optional<String> hint) {

    Explanation {
        phases = List.copyOf(phases);
    }

    /** What a phase makes of the object. */
    sealed interface OfPhase {

        String phase();

        /**
         * It takes the object along this route.
         *
         * @param speed empty where no rate is known: a legacy program that has never run
         */
        record Taken(String phase, Route route, Optional<Speed> speed) implements OfPhase {}

        /** It doesn't take it. */
        record NotTaken(String phase, String why) implements OfPhase {}
    }

    /**
     * How fast the stage would be where it would run.
     *
     * @param time of the stage alone
     */
    record Speed(Rate rate, RateKey.Side side, Duration time) {

        JsonObject toJson() {
            return JsonObject.of()
                    .put("in", side.word())
                    .put("rate", rate.toJson())
                    .put("milliseconds", time.toMillis())
                    .build();
        }
    }

    JsonObject toJson() {
        var json =
                JsonObject.of()
                        .put("object", subject.object().location().toString())
                        .putText("file", subject.file().map(Object::toString))
                        .put("bytes", subject.object().size())
                        .put(
                                "function",
                                JsonObject.of()
                                        .put("memoryBytes", function.memory())
                                        .put("milliseconds", function.time().toMillis()));
        facts.ifPresent(known -> json.put("facts", json(known)));
        settled.ifPresent(route -> json.put("settled", route.toJson()));
        return json.put("phases", phases.stream().map(Explanation::json).toList())
                .putText("hint", hint)
                .build();
    }

    private static JsonObject json(InputFacts facts) {
        var json =
                JsonObject.of()
                        .put("type", facts.type().word())
                        .putText("claimed", facts.claimed().map(claim -> claim.word()));
        return switch (facts.unpacked()) {
            case Unpacked.Plain(var bytes) ->
                    json.put("unpackedBytes", bytes).put("known", "plain").build();
            case Unpacked.Exact(var bytes, var entries, var how) ->
                    json.put("unpackedBytes", bytes)
                            .put("entries", entries)
                            .put("known", "exact")
                            .put("how", how)
                            .build();
            case Unpacked.AtLeast(var bytes, var how) ->
                    json.put("unpackedBytes", bytes)
                            .put("known", "at-least")
                            .put("how", how)
                            .build();
            case Unpacked.Estimated(var bytes, var how) ->
                    json.put("unpackedBytes", bytes)
                            .put("known", "estimated")
                            .put("how", how)
                            .build();
            case Unpacked.Broken(var reason) ->
                    json.put("known", "broken").put("how", reason).build();
        };
    }

    private static JsonObject json(OfPhase ofPhase) {
        var json = JsonObject.of().put("phase", ofPhase.phase());
        return switch (ofPhase) {
            case OfPhase.Taken(var _, var route, var speed) -> {
                json.put("route", route.word()).put("reason", route.reason());
                speed.ifPresent(known -> json.put("speed", known.toJson()));
                yield json.build();
            }
            case OfPhase.NotTaken(var _, var why) -> json.put("why", why).build();
        };
    }
}

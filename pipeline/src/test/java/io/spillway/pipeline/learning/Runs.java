package io.spillway.pipeline.learning;

import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.TestStageTypes;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.learning.RateKey.Side;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs of stages, as their events tell of them. */
final class Runs {

    static final Instant ENDED = Instant.parse("2026-01-01T00:00:10Z");

    static final RateKey CONVERT = new RateKey("convert", ContentType.CSV, Side.FUNCTION);

    static final PipelineDefinition DEFINITION =
            DefinitionReader.requireChecked(
                    Json.readObject(
                            """
                            {"pipeline": "p", "phases": {
                              "unpack": {"on": "upload", "stage": "unpack", "batch": {"vcpu": 2}},
                              "convert": {"on": "upload", "stage": "convert", "batch": {"vcpu": 0.5}},
                              "settle": {"on": "upload", "batch": "always",
                                         "stage": {"legacy": {"command": ["settle"]}}}}}"""),
                    "test",
                    TestStageTypes.catalogue());

    private Runs() {}

    static PhaseEvent inline(String phase, ContentType type, long in, long out, long millis) {
        return succeeded(phase, type, in, out, millis, new Route.Inline("small"));
    }

    static PhaseEvent batch(String phase, ContentType type, long in, long millis) {
        return succeeded(phase, type, in, 0, millis, new Route.Batch("large"));
    }

    private static PhaseEvent succeeded(
            String phase, ContentType type, long in, long out, long millis, Route route) {
        var object = new ObjectVersion(new ObjectLocation("drop", "a"), Optional.of("v"), "e", in);
        var item =
                new WorkItem("id", "p", phase, object, type, "a", Upload.of("p", object, "v"), 0);
        var usage = new Usage(Instant.EPOCH, Duration.ofMillis(millis), in, out);
        return PhaseEvent.of(
                ENDED,
                item,
                route,
                1,
                new PhaseEvent.Happening.Succeeded(
                        new Results(0, List.of(), Optional.empty()), usage));
    }

    static Sample sample(double bytesPerSecond) {
        return new Sample(CONVERT, bytesPerSecond, 1, ENDED);
    }
}

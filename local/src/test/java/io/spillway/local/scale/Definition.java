package io.spillway.local.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.router.Settings;
import io.spillway.stages.BuiltInStages;
import java.time.Duration;

/** The pipeline that the uploads go through. */
final class Definition {

    static final ObjectLocation LOCATION = new ObjectLocation("work", "definitions/1.json");

    private static final String JSON =
            """
            {"pipeline": "scale", "phases": {
              "unpack": {"on": "upload", "match": {"types": ["zip", "gzip"]}, "stage": "unpack"},
              "convert": {"on": "upload", "match": {"keys": ["in/**"], "types": ["csv"]}, "stage": "convert",
                          "inline": {"upTo": "%d MiB", "within": "30s"}, "batch": {"retries": 2}}}}""";

    private final byte[] json;

    /**
     * @param inlineMib up to which size a CSV is converted inline
     */
    Definition(int inlineMib) {
        this.json = JSON.formatted(inlineMib).getBytes(UTF_8);
    }

    byte[] json() {
        return json.clone();
    }

    PipelineDefinition read() {
        return DefinitionReader.requireChecked(
                Json.read(json), LOCATION.toString(), BuiltInStages.catalogue());
    }

    static Settings settings(Duration lease) {
        return new Settings(
                LOCATION,
                MadeUpStore.PLACES,
                "topic",
                "intake",
                "submissions",
                "jobs",
                "scale-",
                1_769L << 20,
                lease);
    }
}

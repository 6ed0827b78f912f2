package io.spillway.local.page;

import io.spillway.local.view.Samples;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A state directory with the events that a test puts there. */
final class RunFiles {

    final Path state;

    RunFiles(Path state) {
        this.state = state;
    }

    PageSubject subject() {
        return new PageSubject(
                new PipelineDefinition("weather", List.of()), Path.of("examples/weather"), state);
    }

    void tell(PhaseEvent... events) throws IOException {
        for (var event : events) {
            tell(event.toJson());
        }
    }

    void tell(JsonObject event) throws IOException {
        Files.writeString(
                state.resolve("events.jsonl"),
                Json.write(event) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    static PhaseEvent succeeded(String key) {
        return Samples.succeeded(
                Samples.item("convert", key, 1_000), Samples.INLINE, Samples.noonPlus(1));
    }
}

package io.spillway.local.page;

import io.spillway.pipeline.event.PhaseEvent;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the events of an upload again, from a state directory. */
final class Stories {

    private Stories() {}

    static UploadStory read(Path state, long[] offsets) throws IOException {
        var story = new UploadStory();
        new EventFile(state.resolve("events.jsonl"))
                .read(offsets, json -> story.add(PhaseEvent.fromJson(json)));
        return story;
    }
}

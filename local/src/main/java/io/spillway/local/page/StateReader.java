package io.spillway.local.page;

import io.spillway.local.s3.KeptObject;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.Trigger;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Keeps a {@link PageModel} up with a state directory: arrivals from the journal, events from
 * {@code events.jsonl}. A directory that is made anew makes a new model.
 */
final class StateReader {

    /** Uploads that are shown at once; their rows and events take some 100 MB. */
    static final int MOST_UPLOADS = 100_000;

    private final PipelineDefinition definition;
    private final LineTail journal;
    private final LineTail events;
    private final byte[] dropBucket;
    private final String dropBucketName;
    private PageModel model;
    private int generation;

    StateReader(PipelineDefinition definition, Path state) {
        this.definition = definition;
        this.dropBucketName = definition.name() + "-drop";
        this.dropBucket = ("\"" + dropBucketName + "\"").getBytes(StandardCharsets.UTF_8);
        this.journal = new LineTail(state.resolve("journal.jsonl"));
        this.events = new LineTail(state.resolve("events.jsonl"));
        this.model = fresh();
    }

    private PageModel fresh() {
        var fresh = new PageModel(definition.name(), MOST_UPLOADS);
        for (var phase : definition.phases()) {
            fresh.hasPhase(
                    phase.name(), phase.triggers().stream().map(StateReader::predecessor).toList());
        }
        return fresh;
    }

    private static String predecessor(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Upload() -> PhaseCount.UPLOAD;
            case Trigger.After(var phase) -> phase;
            case Trigger.AfterEvery(var phase, var _, var _) -> phase;
        };
    }

    PageModel model() {
        return model;
    }

    /** Grows whenever what was read no longer counts. */
    int generation() {
        return generation;
    }

    /**
     * Reads what was added since the last call.
     *
     * @return whether there was anything
     */
    boolean read() throws IOException {
        // Both are asked: each forgets its place when its file is another one.
        if (journal.hasRestarted() | events.hasRestarted()) {
            generation++;
            model = fresh();
        }
        var before = model.changes();
        journal.poll((_, line) -> arrival(line));
        events.poll(this::event);
        return model.changes() > before;
    }

    private void arrival(byte[] line) {
        if (KeptObject.contains(line, dropBucket)) {
            KeptObject.read(line)
                    .filter(kept -> kept.object().bucket().equals(dropBucketName))
                    .ifPresent(kept -> model.arrived(kept.object(), kept.at()));
        }
    }

    private void event(long offset, byte[] line) {
        try {
            var json = Json.readObject(line);
            if (PhaseEvent.isOne(json)) {
                model.happened(PhaseEvent.fromJson(json), offset);
            } else if (Notice.isOne(json)) {
                model.noticed(Notice.fromJson(json));
            }
        } catch (JsonMismatch _) {
            // Of a version that isn't known here: what can't be read can't be shown.
            return;
        }
    }
}

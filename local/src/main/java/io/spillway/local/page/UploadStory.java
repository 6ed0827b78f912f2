package io.spillway.local.page;

import io.spillway.local.view.EndingWord;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.work.Replays;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Everything that is told of one upload: each of its work items, and what came of what. */
final class UploadStory {

    /** Work items that a page can hold at hand; those beyond are counted. */
    static final int MOST_ITEMS = 2_000;

    private final Map<String, ItemStory> stories = new LinkedHashMap<>();

    /** Takes one event, in whatever order they come. */
    void add(PhaseEvent event) {
        stories.compute(
                event.item().id(),
                (_, story) -> {
                    if (story == null) {
                        return new ItemStory(event);
                    }
                    story.add(event);
                    return story;
                });
    }

    /** Whether a work item of that id was told of. */
    boolean holds(String item) {
        return stories.containsKey(item);
    }

    /** The ids of those that {@link #toJson} tells of. */
    Iterable<String> shown() {
        return stories.keySet().stream().limit(MOST_ITEMS)::iterator;
    }

    /** As the browser gets it: times are milliseconds since 1970. */
    JsonObject toJson(PageUpload upload) {
        var lineage = new Lineage(stories.values());
        var object = upload.object();
        var json = JsonObject.of();
        upload.notice().ifPresent(told -> json.put("notice", ModelJson.notice(told)));
        return json.put("id", upload.id())
                .put("object", object.toJson())
                .put("row", ModelJson.row(upload))
                .putWhole(
                        "arrived",
                        upload.arrived()
                                .map(at -> OptionalLong.of(at.toEpochMilli()))
                                .orElseGet(OptionalLong::empty))
                .put("count", stories.size())
                .put(
                        "items",
                        stories.values().stream()
                                .limit(MOST_ITEMS)
                                .map(story -> item(story, lineage.parent(story), again(story)))
                                .toList())
                .build();
    }

    /** The newest work item by which one was done once more; empty if it wasn't. */
    private Optional<String> again(ItemStory story) {
        var newest = Optional.<String>empty();
        var next = Replays.idAfter(story.item().id());
        while (stories.containsKey(next)) {
            newest = Optional.of(next);
            next = Replays.idAfter(next);
        }
        return newest;
    }

    private static JsonObject item(
            ItemStory story, Optional<String> parent, Optional<String> again) {
        var item = story.item();
        var newest = story.ending().orElse(story.newest());
        var json =
                JsonObject.of()
                        .put("id", item.id())
                        .put("phase", item.phase())
                        .put("name", item.name())
                        .put("input", item.input().toJson())
                        .put("type", item.type().word())
                        .putText("parent", parent)
                        .putText("again", again)
                        .put("route", newest.route().toJson())
                        .put("attempt", newest.attempt())
                        .put("status", status(story));
        put(json, "routed", story.routed());
        put(json, "started", story.started());
        put(json, "told", Optional.of(newest.time()));
        story.ending().ifPresent(end -> ending(json, end));
        story.progress()
                .ifPresent(
                        progress ->
                                json.put("done", progress.done()).put("total", progress.total()));
        return json.build();
    }

    private static String status(ItemStory story) {
        return story.ending()
                .flatMap(end -> EndingWord.of(end.happening()))
                .map(EndingWord::word)
                .orElse(story.started().isPresent() ? "running" : "waiting");
    }

    private static void ending(JsonObject.Builder json, PhaseEvent end) {
        switch (end.happening()) {
            case Happening.Succeeded(var results, var usage) ->
                    json.put("outputs", results.toJson()).put("usage", usage.toJson());
            case Happening.Failed(var failure, var usage) -> {
                json.put("error", failure.toJson());
                usage.ifPresent(used -> json.put("usage", used.toJson()));
            }
            case Happening.Skipped(var reason) -> json.put("skipped", reason);
            case Happening.Routed _, Happening.Started _, Happening.Progressed _ -> {}
        }
    }

    private static void put(JsonObject.Builder json, String name, Optional<Instant> time) {
        time.ifPresent(at -> json.put(name, at.toEpochMilli()));
    }
}

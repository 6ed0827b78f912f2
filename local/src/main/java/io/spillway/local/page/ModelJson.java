package io.spillway.local.page;

import io.spillway.local.view.EndingWord;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.util.Collection;
import java.util.List;

/** The model as the browser gets it: times are milliseconds since 1970. */
final class ModelJson {

    private ModelJson() {}

    /**
     * One upload as a list: order, id, key, bytes, status, newest phase, newest route, work items,
     * active, succeeded, refused, failed, begun, changed, all phases.
     */
    static JsonValue row(PageUpload upload) {
        return new Values()
                .add(upload.order())
                .add(upload.id())
                .add(upload.object().key())
                .add(upload.object().size())
                .add(upload.status().word())
                .add(upload.phase())
                .add(upload.route())
                .add(upload.items())
                .add(upload.active())
                .add(upload.ended(EndingWord.SUCCEEDED))
                .add(upload.ended(EndingWord.REFUSED))
                .add(upload.ended(EndingWord.FAILED))
                .add(upload.begun().toEpochMilli())
                .add(upload.changed().toEpochMilli())
                .add(Values.texts(upload.phases()))
                .build();
    }

    static List<JsonValue> rows(Collection<PageUpload> uploads) {
        return uploads.stream().map(ModelJson::row).toList();
    }

    /** All that isn't about one upload. */
    static JsonObject overview(PageModel model) {
        var statuses = JsonObject.of();
        for (var status : PageUpload.Status.values()) {
            statuses.put(status.word(), model.uploads(status));
        }
        var spans = model.throughput();
        return JsonObject.of()
                .put("uploads", model.uploadCount())
                .put("uploadedBytes", model.uploadedBytes())
                .put("firstShown", model.firstShown())
                .put("statuses", statuses)
                .put("phases", model.phases().stream().map(ModelJson::phase).toList())
                .put(
                        "failures",
                        model.failures().all().stream()
                                .map(group -> failure(group, model))
                                .toList())
                .put("notices", model.notices().all().stream().map(ModelJson::notice).toList())
                .put(
                        "throughput",
                        JsonObject.of()
                                .put("start", spans.startMillis())
                                .put("span", spans.spanMillis())
                                .put("good", Values.numbers(spans.good()))
                                .put("bad", Values.numbers(spans.bad())))
                .build();
    }

    private static JsonObject phase(PhaseCount phase) {
        var routes = JsonObject.of();
        phase.routes().forEach(routes::put);
        var endings = JsonObject.of();
        for (var ending : EndingWord.values()) {
            endings.put(ending.word(), phase.ended(ending));
        }
        return JsonObject.of()
                .put("name", phase.phase())
                .put("after", Values.texts(phase.after()))
                .put("waiting", phase.waiting())
                .put("running", phase.running())
                .put("endings", endings)
                .put("routes", routes)
                .put("millis", phase.millis())
                .put("bytesRead", phase.bytesRead())
                .put("bytesWritten", phase.bytesWritten())
                .build();
    }

    private static JsonObject notice(Notices.Told told) {
        return notice(told.notice()).putText("upload", told.upload()).build();
    }

    /** What a person is told of one object. */
    static JsonObject.Builder notice(Notice notice) {
        return JsonObject.of()
                .put("status", notice.status().word())
                .put("object", notice.input().toString())
                .putText("phase", notice.phase())
                .put("time", notice.time().toEpochMilli())
                .put("reason", notice.reason())
                .put("remedy", notice.remedy());
    }

    private static JsonObject failure(FailureGroups.Group group, PageModel model) {
        return JsonObject.of()
                .put("phase", group.reason().phase())
                .put("kind", group.reason().kind())
                .put("pattern", group.reason().pattern())
                .put("message", group.message())
                .put("count", group.count())
                .put("last", group.last().toEpochMilli())
                .put(
                        "uploads",
                        group.uploads().stream()
                                .flatMap(id -> model.upload(id).stream())
                                .map(
                                        upload ->
                                                JsonObject.of()
                                                        .put("id", upload.id())
                                                        .put("key", upload.object().key())
                                                        .build())
                                .toList())
                .build();
    }
}

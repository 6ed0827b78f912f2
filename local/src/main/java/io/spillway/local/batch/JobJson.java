package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.util.OptionalInt;

/** The journal's form of a {@link Job} that is no child; children follow from their parent. */
final class JobJson {

    private JobJson() {}

    static JsonObject write(Job job) {
        return JsonObject.of()
                .put("sequence", job.sequence())
                .put("submitted", job.submitted())
                .putText("flaw", job.flaw())
                .put("state", JobStateJson.write(job.state()))
                .build();
    }

    static Job read(JsonObject json) {
        return new Job(
                json.requireObject("submitted"),
                json.requireWhole("sequence"),
                json.text("flaw"),
                OptionalInt.empty(),
                JobStateJson.read(json.requireObject("state")));
    }
}

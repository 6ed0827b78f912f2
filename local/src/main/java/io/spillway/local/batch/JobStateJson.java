package io.spillway.local.batch;

import io.spillway.pipeline.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The journal's form of a {@link JobState}. */
final class JobStateJson {

    private JobStateJson() {}

    static JsonObject write(JobState state) {
        var json =
                JsonObject.of()
                        .put("status", state.status().name())
                        .putText("statusReason", state.statusReason())
                        .put("since", state.since())
                        .put("place", state.place());
        if (!state.attempts().isEmpty()) {
            json.put("attempts", state.attempts().stream().map(JobStateJson::write).toList());
        }
        state.current().ifPresent(current -> json.put("current", write(current)));
        state.stop()
                .ifPresent(
                        stop ->
                                json.put(
                                        "stop",
                                        JsonObject.of()
                                                .put("reason", stop.reason())
                                                .put("isTermination", stop.isTermination())));
        return json.build();
    }

    static JobState read(JsonObject json) {
        return new JobState(
                JobStatus.valueOf(json.requireText("status")),
                json.text("statusReason"),
                json.requireWhole("since"),
                json.requireWhole("place"),
                json.objects("attempts").stream().map(JobStateJson::readAttempt).toList(),
                json.object("current").map(JobStateJson::readCurrent),
                json.object("stop")
                        .map(
                                stop ->
                                        new StopRequest(
                                                stop.requireText("reason"),
                                                stop.bool("isTermination").orElse(false))));
    }

    private static JsonObject write(Attempt attempt) {
        var end = attempt.end();
        var json =
                JsonObject.of()
                        .putWhole("startedAt", attempt.startedAt())
                        .put("stoppedAt", attempt.stoppedAt())
                        .putText("reason", end.reason())
                        .put("statusReason", end.statusReason())
                        .put("isFinal", end.isFinal());
        end.exitCode().ifPresent(code -> json.put("exitCode", code));
        if (!end.others().isEmpty()) {
            var others = JsonObject.of();
            end.others().forEach((name, code) -> others.put(name, code.longValue()));
            json.put("others", others.build());
        }
        return json.build();
    }

    private static Attempt readAttempt(JsonObject json) {
        var exitCode = json.whole("exitCode");
        return new Attempt(
                json.whole("startedAt"),
                json.requireWhole("stoppedAt"),
                new AttemptEnd(
                        exitCode.isPresent()
                                ? OptionalInt.of((int) exitCode.getAsLong())
                                : OptionalInt.empty(),
                        json.text("reason"),
                        json.requireText("statusReason"),
                        json.bool("isFinal").orElse(false),
                        json.object("others").map(JobStateJson::exitCodes).orElse(Map.of())));
    }

    private static Map<String, Integer> exitCodes(JsonObject json) {
        var codes = new HashMap<String, Integer>();
        json.members().keySet().forEach(name -> codes.put(name, (int) json.requireWhole(name)));
        return codes;
    }

    private static JsonObject write(CurrentAttempt current) {
        return JsonObject.of()
                .put("environment", current.environment())
                .putWhole("startedAt", current.startedAt())
                .putWhole("processId", current.processId())
                .putText("processStartedAt", current.processStartedAt().map(Instant::toString))
                .build();
    }

    private static CurrentAttempt readCurrent(JsonObject json) {
        Optional<Instant> processStartedAt = json.text("processStartedAt").map(Instant::parse);
        return new CurrentAttempt(
                json.requireText("environment"),
                json.whole("startedAt"),
                json.whole("processId"),
                processStartedAt);
    }
}

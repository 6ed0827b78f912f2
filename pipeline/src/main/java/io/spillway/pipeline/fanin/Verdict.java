package io.spillway.pipeline.fanin;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.definition.Trigger;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;

/** What becomes of a set. Pure. */
public sealed interface Verdict {

    /** The phase takes it. */
    record Take() implements Verdict {}

    /** Not yet: what failed may be replayed until time is over. */
    record Wait() implements Verdict {}

    /** The phase fails, with the reason. */
    record Fail(String reason) implements Verdict {}

    /** The phase has nothing to do, with the reason. */
    record Skip(String reason) implements Verdict {}

    /**
     * @param phase that takes the set
     * @param overdue whether the time to wait is over
     */
    static Verdict of(String phase, Trigger.AfterEvery trigger, Tally tally, boolean overdue) {
        var lacks = tally.failed() > 0 || !tally.complete();
        if (lacks && trigger.within().isPresent() && !overdue) {
            return new Wait();
        }
        if (lacks && (trigger.partial() == Trigger.Partial.FAIL || tally.members() == 0)) {
            return new Fail(lacking(phase, trigger, tally));
        }
        if (tally.members() == 0) {
            return new Skip(
                    "No output of phase %s is for phase %s to take: %d work items succeeded, %d were skipped."
                            .formatted(trigger.phase(), phase, tally.succeeded(), tally.skipped()));
        }
        return new Take();
    }

    private static String lacking(String phase, Trigger.AfterEvery trigger, Tally tally) {
        var unfinished =
                tally.complete()
                        ? ""
                        : " Others are unfinished after %s."
                                .formatted(Durations.format(trigger.within().orElseThrow()));
        return "Cannot run phase %s on every output of phase %s: %d work items on the way succeeded, %d failed.%s%s %s"
                .formatted(
                        phase,
                        trigger.phase(),
                        tally.succeeded(),
                        tally.failed(),
                        unfinished,
                        tally.failed() == 0 ? "" : " The first: " + tally.firstFailed(),
                        tally.members() == 0
                                ? "There is no output to take."
                                : "Say partial: proceed to run with the %d outputs there are."
                                        .formatted(tally.members()));
    }

    default JsonObject toJson() {
        return switch (this) {
            case Take() -> JsonObject.of().put("verdict", "take").build();
            case Wait() -> JsonObject.of().put("verdict", "wait").build();
            case Fail(var reason) ->
                    JsonObject.of().put("verdict", "fail").put("reason", reason).build();
            case Skip(var reason) ->
                    JsonObject.of().put("verdict", "skip").put("reason", reason).build();
        };
    }

    static Verdict fromJson(JsonObject json) {
        var word = json.requireText("verdict");
        return switch (word) {
            case "take" -> new Take();
            case "wait" -> new Wait();
            case "fail" -> new Fail(json.requireText("reason"));
            case "skip" -> new Skip(json.requireText("reason"));
            default -> throw new JsonMismatch("Unknown verdict \"%s\".".formatted(word));
        };
    }
}

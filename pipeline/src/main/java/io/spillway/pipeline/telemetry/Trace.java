package io.spillway.pipeline.telemetry;

import io.spillway.pipeline.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that followed from one cause. Source of the form: W3C Trace Context, "trace-id" and
 * "trace-flags".
 *
 * @param id 32 hexadecimal digits in lower case, not all 0
 * @param sampled whether the one who began it keeps what is told of it
 */
public record Trace(String id, boolean sampled) {

    private static final Pattern ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");

    public Trace {
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "\"%s\" is no trace id: expected 32 hexadecimal digits, not all 0."
                            .formatted(id));
        }
    }

    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    public JsonObject toJson() {
        return JsonObject.of().put("id", id).put("sampled", sampled).build();
    }

    /** Empty for what isn't a trace: losing one must not lose the work. */
    public static Optional<Trace> fromJson(JsonObject json) {
        try {
            return Optional.of(
                    new Trace(json.requireText("id"), json.bool("sampled").orElse(false)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

package io.spillway.monitoring.history;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a phase's jobs are billed for, in their first size.
 *
 * @param spot whether they run on spare capacity
 */
public record JobSize(BigDecimal vcpu, long memoryMib, boolean spot) {

    /** As {@code SPILLWAY_JOB_SIZES} says it: an object by phases. */
    static Map<String, JobSize> read(String json) {
        var object = Json.readObject(json);
        var sizes = new TreeMap<String, JobSize>();
        for (var phase : object.members().keySet()) {
            var size = object.requireObject(phase);
            sizes.put(
                    phase,
                    new JobSize(
                            new BigDecimal(size.requireText("vcpu")),
                            size.requireWhole("memory_mib"),
                            size.bool("spot").orElse(true)));
        }
        return sizes;
    }

    /** The text that {@link #read} reads. */
    public static String write(Map<String, JobSize> sizes) {
        var object = JsonObject.of();
        new TreeMap<>(sizes)
                .forEach(
                        (phase, size) ->
                                object.put(
                                        phase,
                                        JsonObject.of()
                                                .put("vcpu", size.vcpu().toPlainString())
                                                .put("memory_mib", size.memoryMib())
                                                .put("spot", size.spot())));
        return Json.write(object.build());
    }
}

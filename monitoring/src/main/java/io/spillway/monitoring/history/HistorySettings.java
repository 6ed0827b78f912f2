package io.spillway.monitoring.history;

import io.spillway.monitoring.MissingSettings;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the history writer's environment says.
 *
 * @param workBucket where the history is written
 * @param functionMemoryMib of the router
 * @param jobSizes of the phases that have jobs, by phase
 * @param tags that every record carries: owner, cost centre and the like
 */
public record HistorySettings(
        String workBucket,
        long functionMemoryMib,
        Map<String, JobSize> jobSizes,
        Map<String, String> tags) {

    public static final String FUNCTION_MEMORY_VARIABLE = "SPILLWAY_FUNCTION_MEMORY_MIB";

    /** What jobs are billed for, as {@link JobSize#write} writes it. */
    public static final String JOB_SIZES_VARIABLE = "SPILLWAY_JOB_SIZES";

    /** An object of texts; none where it isn't set. */
    public static final String TAGS_VARIABLE = "SPILLWAY_TAGS";

    public HistorySettings {
        jobSizes = Map.copyOf(jobSizes);
        tags = Map.copyOf(tags);
    }

    /**
     * @throws IllegalStateException naming everything that is missing or wrong
     */
    public static HistorySettings of(Map<String, String> environment) {
        var problems = new MissingSettings("history writer", environment);
        var workBucket = problems.require("SPILLWAY_WORK_BUCKET");
        var memory = problems.require(FUNCTION_MEMORY_VARIABLE);
        if (!memory.isBlank() && !memory.matches("\\d{1,6}")) {
            problems.add(
                    "%s is \"%s\": expected a number of MiB"
                            .formatted(FUNCTION_MEMORY_VARIABLE, memory));
        }
        var sizes = new TreeMap<String, JobSize>();
        var tags = new TreeMap<String, String>();
        try {
            sizes.putAll(JobSize.read(environment.getOrDefault(JOB_SIZES_VARIABLE, "{}")));
            var json = Json.readObject(environment.getOrDefault(TAGS_VARIABLE, "{}"));
            json.members().keySet().forEach(name -> tags.put(name, json.requireText(name)));
        } catch (JsonMismatch | NumberFormatException e) {
            problems.add(
                    "%s or %s can't be read: %s"
                            .formatted(JOB_SIZES_VARIABLE, TAGS_VARIABLE, e.getMessage()));
        }
        problems.demandNone();
        return new HistorySettings(workBucket, Long.parseLong(memory), sizes, tags);
    }
}

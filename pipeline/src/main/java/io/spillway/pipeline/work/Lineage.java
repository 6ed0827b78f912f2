package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The phases that an object has passed, as its metadata carries them.
 *
 * <p>Metadata goes where an object goes, also into another bucket or pipeline, so that an output
 * that is dropped again is known for what it is. At most 16 phases of 81 characters: 1.3 of the 2
 * KB that S3 lets metadata have. Source: Amazon S3 User Guide, "Working with object metadata".
 */
public final class Lineage {

    /** Name of the metadata that tells which work item made an object. */
    public static final String ITEM = "spillway-item";

    /** Name of the metadata that lists the phases an object has passed, oldest first. */
    public static final String PASSED = "spillway-passed";

    private static final Pattern QUALIFIED_PHASE =
            Pattern.compile("[a-z0-9-]{1,64}/[a-z0-9-]{1,64}");

    /** More than any object of ours has: what somebody else wrote isn't carried on without end. */
    private static final int MOST_READ = 32;

    private Lineage() {}

    /** What every output of a work item carries. */
    public static Map<String, String> metadata(WorkItem item) {
        return Map.of(ITEM, item.id(), PASSED, String.join(",", passedBy(item)));
    }

    /** The phases that the outputs of a work item have passed. */
    public static List<String> passedBy(WorkItem item) {
        return Stream.concat(item.passed().stream(), Stream.of(item.qualifiedPhase())).toList();
    }

    /** The phases that an object has passed; none for one that no phase made. */
    public static List<String> passed(Map<String, String> metadata) {
        return Arrays.stream(metadata.getOrDefault(PASSED, "").split(","))
                .map(String::strip)
                .filter(phase -> QUALIFIED_PHASE.matcher(phase).matches())
                .limit(MOST_READ)
                .toList();
    }

    static List<JsonValue> toJson(List<String> passed) {
        var phases = new ArrayList<JsonValue>();
        passed.forEach(phase -> phases.add(new JsonValue.Text(Position.NONE, phase)));
        return phases;
    }

    static List<String> fromJson(JsonObject item) {
        var passed = new ArrayList<String>();
        for (var phase : item.array("passed")) {
            if (!(phase instanceof JsonValue.Text(var _, var text))) {
                throw new JsonMismatch("passed", "a list of phases", phase);
            }
            passed.add(text);
        }
        return passed;
    }
}

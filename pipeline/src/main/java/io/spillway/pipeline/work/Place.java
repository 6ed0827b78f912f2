package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an object stands among all that came of its upload: which output of which phase, step by
 * step from the upload on.
 *
 * <p>So whoever learns of a work item's end knows what else has to end, without asking anybody.
 *
 * @param before the phases that the upload had passed before it was dropped, each as {@code
 *     pipeline/phase}; mostly none
 * @param steps from the upload to the object; none for the upload itself
 * @param takers the phases that took the object, at least one where a work item has this place
 */
public record Place(List<String> before, List<Step> steps, List<String> takers) {

    /**
     * One output of a work item.
     *
     * @param slot of the work item that made it ({@link WorkItem#slot})
     * @param takers the phases that took the object of which it was made
     * @param ordinal of it among the outputs, from 0, in the order of their keys
     * @param of how many outputs there are
     */
    public record Step(String slot, List<String> takers, int ordinal, int of) {
        public Step {
            takers = List.copyOf(takers);
            if (ordinal < 0 || ordinal >= of) {
                throw new IllegalArgumentException(
                        "There is no output %d of %d.".formatted(ordinal, of));
            }
        }

        /** The phase that made it. */
        public String phase() {
            return slot.contains(".") ? slot.substring(0, slot.indexOf('.')) : slot;
        }
    }

    public Place {
        before = List.copyOf(before);
        steps = List.copyOf(steps);
        takers = List.copyOf(takers);
    }

    /** Of an upload. */
    public static Place ofUpload(List<String> before) {
        return new Place(before, List.of(), List.of());
    }

    /** Of one output of the work item that stands here. */
    public Place output(String slot, int ordinal, int of) {
        var further = new ArrayList<>(steps);
        further.add(new Step(slot, takers, ordinal, of));
        return new Place(before, further, List.of());
    }

    /** The same, once it is known who takes the object. */
    public Place takenBy(List<String> phases) {
        return new Place(before, steps, phases);
    }

    /** The phases that took the upload. */
    public List<String> takersOfUpload() {
        return steps.isEmpty() ? takers : steps.getFirst().takers();
    }

    public JsonObject toJson() {
        var json = JsonObject.of();
        if (!before.isEmpty()) {
            json.put("before", texts(before));
        }
        return json.put("steps", steps.stream().map(Place::toJson).toList())
                .put("takers", texts(takers))
                .build();
    }

    private static JsonObject toJson(Step step) {
        return JsonObject.of()
                .put("slot", step.slot())
                .put("takers", texts(step.takers()))
                .put("ordinal", step.ordinal())
                .put("of", step.of())
                .build();
    }

    public static Place fromJson(JsonObject json) {
        return new Place(
                texts(json, "before"),
                json.objects("steps").stream().map(Place::step).toList(),
                texts(json, "takers"));
    }

    private static Step step(JsonObject json) {
        return new Step(
                json.requireText("slot"),
                texts(json, "takers"),
                json.requireInt("ordinal"),
                json.requireInt("of"));
    }

    private static List<JsonValue> texts(List<String> values) {
        return values.stream()
                .map(value -> (JsonValue) new JsonValue.Text(Position.NONE, value))
                .toList();
    }

    private static List<String> texts(JsonObject json, String name) {
        var values = new ArrayList<String>();
        for (var value : json.array(name)) {
            if (!(value instanceof JsonValue.Text(var _, var text))) {
                throw new JsonMismatch(name, "a list of texts", value);
            }
            values.add(text);
        }
        return values;
    }
}

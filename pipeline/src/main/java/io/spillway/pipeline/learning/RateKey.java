package io.spillway.pipeline.learning;

import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.ContentType;

/**
 * What a rate is of.
 *
 * @param stage its name; of a legacy program {@code legacy:} and the phase that runs it
 * @param type of the input
 */
public record RateKey(String stage, ContentType type, Side side) {

    /** Where a stage runs: network, neighbours and warm-up differ too much for one number. */
    public enum Side {
        FUNCTION("function"),
        BATCH("batch");

        private final String word;

        Side(String word) {
            this.word = word;
        }

        /** As it stands in snapshots: {@code function}, {@code batch}. */
        public String word() {
            return word;
        }

        static Side ofWord(String word) {
            return switch (word) {
                case "function" -> FUNCTION;
                case "batch" -> BATCH;
                default -> throw new JsonMismatch("Unknown side \"%s\".".formatted(word));
            };
        }
    }

    public static RateKey of(Phase phase, ContentType type, Side side) {
        var stage = phase.stage().inCatalogue().orElseGet(() -> "legacy:" + phase.name());
        return new RateKey(stage, type, side);
    }

    JsonObject.Builder toJson() {
        return JsonObject.of()
                .put("stage", stage)
                .put("type", type.word())
                .put("side", side.word());
    }

    static RateKey fromJson(JsonObject json) {
        var type = json.requireText("type");
        return new RateKey(
                json.requireText("stage"),
                ContentType.ofWord(type)
                        .orElseThrow(
                                () ->
                                        new JsonMismatch(
                                                "Unknown content type \"%s\".".formatted(type))),
                Side.ofWord(json.requireText("side")));
    }
}

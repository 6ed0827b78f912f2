package io.spillway.pipeline.routing;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.util.OptionalLong;

/** Where a work item goes, and why, in a sentence with the numbers. */
public sealed interface Route {

    String reason();

    /** As it stands in events and message attributes. */
    String word();

    /** Runs inside this invocation of the function. */
    record Inline(String reason) implements Route {
        @Override
        public String word() {
            return "inline";
        }
    }

    /**
     * Runs as an AWS Batch job.
     *
     * @param predictedSeconds that the stage takes on one vCPU; empty where nobody can tell
     */
    record Batch(String reason, OptionalLong predictedSeconds) implements Route {

        /** With nothing predicted. */
        public Batch(String reason) {
            this(reason, OptionalLong.empty());
        }

        @Override
        public String word() {
            return "batch";
        }
    }

    /** Not wanted by any phase, such as the markers that consoles write for empty folders. */
    record Ignored(String reason) implements Route {
        @Override
        public String word() {
            return "ignored";
        }
    }

    /** Wanted, but can't be processed as it is. Kept, and published as failed. */
    record Rejected(String reason) implements Route {
        @Override
        public String word() {
            return "rejected";
        }
    }

    default JsonObject toJson() {
        var json = JsonObject.of().put("route", word()).put("reason", reason());
        if (this instanceof Batch(var _, var predictedSeconds)) {
            json.putWhole("predictedSeconds", predictedSeconds);
        }
        return json.build();
    }

    static Route fromJson(JsonObject json) {
        var reason = json.requireText("reason");
        var word = json.requireText("route");
        return switch (word) {
            case "inline" -> new Inline(reason);
            case "batch" -> new Batch(reason, json.whole("predictedSeconds"));
            case "ignored" -> new Ignored(reason);
            case "rejected" -> new Rejected(reason);
            default -> throw new JsonMismatch("Unknown route \"%s\".".formatted(word));
        };
    }
}

package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.util.Arrays;

/**
 * Why a work item, or one attempt at it, did not succeed.
 *
 * @param message what failed on which object, why with the numbers, what to do
 */
public record Failure(Kind kind, String message) {

    /** What kind of thing went wrong, and so what may help. */
    public enum Kind {
        /** Refused before any attempt: its content can't be what the phase needs. */
        REJECTED("rejected"),
        /** The stage found the input wrong. */
        BAD_INPUT("bad-input"),
        /** The input was deleted or overwritten before it could be read. */
        INPUT_GONE("input-gone"),
        /** The definition, a permission or a name is wrong. */
        CONFIGURATION("configuration"),
        /** The stage, or the program it wraps, is wrong. */
        BUG("bug"),
        /** Another attempt may succeed. */
        TRANSIENT("transient"),
        /** The host asked the attempt to stop before it was done. */
        STOPPED("stopped"),
        /** The function's time was nearly over before the attempt was done. */
        DEADLINE("deadline"),

        /** The attempt needed more memory than its host has. */
        MEMORY("memory"),

        /** The attempt needed more scratch space than its host has. */
        SCRATCH("scratch"),

        /** More came out of the input than its phase takes inline. */
        EXPANSION("expansion"),
        /**
         * The container ended and the work item wasn't done: killed, out of memory, timed out,
         * never placed.
         */
        JOB_FAILED("job-failed");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in events: {@code bad-input}. */
        public String word() {
            return word;
        }

        /** Whether another attempt at the same input may succeed with nothing changed. */
        public boolean isRetryable() {
            return switch (this) {
                case TRANSIENT, STOPPED, DEADLINE -> true;
                case REJECTED,
                        BAD_INPUT,
                        INPUT_GONE,
                        CONFIGURATION,
                        BUG,
                        JOB_FAILED,
                        MEMORY,
                        SCRATCH,
                        EXPANSION ->
                        false;
            };
        }

        /**
         * Whether the attempt met a limit of its host: a larger host may do it, and the same one
         * need not try again.
         */
        public boolean spills() {
            return switch (this) {
                case DEADLINE, MEMORY, SCRATCH, EXPANSION -> true;
                case REJECTED,
                        BAD_INPUT,
                        INPUT_GONE,
                        CONFIGURATION,
                        BUG,
                        JOB_FAILED,
                        TRANSIENT,
                        STOPPED ->
                        false;
            };
        }

        static Kind ofWord(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new JsonMismatch(
                                            "Unknown kind of failure \"%s\".".formatted(word)));
        }
    }

    public JsonObject toJson() {
        return JsonObject.of()
                .put("kind", kind.word())
                .put("message", message)
                .put("retryable", kind.isRetryable())
                .build();
    }

    public static Failure fromJson(JsonObject json) {
        return new Failure(Kind.ofWord(json.requireText("kind")), json.requireText("message"));
    }
}

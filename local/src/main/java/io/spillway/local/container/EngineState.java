package io.spillway.local.container;

import io.spillway.pipeline.json.JsonObject;

/**
 * A container as its engine sees it.
 *
 * @param isRunning whether its first process runs
 * @param hasRun whether it ever did
 * @param processId of its first process, as the host numbers it; 0 where there is none
 * @param outOfMemory whether the kernel killed a process of it for want of memory, as far as the
 *     engine tells
 * @param error why it couldn't be started, if the engine says so
 */
record EngineState(
        boolean isRunning,
        boolean hasRun,
        long processId,
        int exitCode,
        boolean outOfMemory,
        String error) {

    /** What both engines put for a time that hasn't come. */
    private static final String NEVER = "0001-";

    static EngineState of(JsonObject state) {
        return new EngineState(
                state.bool("Running").orElse(false),
                !state.text("StartedAt").orElse(NEVER).startsWith(NEVER),
                state.whole("Pid").orElse(0),
                (int) state.whole("ExitCode").orElse(0),
                state.bool("OOMKilled").orElse(false),
                state.text("Error").orElse(""));
    }
}

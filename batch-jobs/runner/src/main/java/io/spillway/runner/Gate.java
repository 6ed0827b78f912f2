package io.spillway.runner;

import io.spillway.legacy.TaskRoom;
import io.spillway.pipeline.job.ImageTask;
import java.nio.file.Path;
import java.util.Map;

/**
 * The container between the job runner and an untouched image: it ends when the input is there, and
 * the task starts the image when it has ended. If the input never comes it is stopped with the
 * task.
 */
final class Gate {

    private static final long BETWEEN_LOOKS_MILLIS = 200;

    private Gate() {}

    /**
     * What the containers of a task share.
     *
     * @param scratch where both have the volume
     */
    static TaskRoom room(Path scratch) {
        return new TaskRoom(scratch.resolve(ImageTask.FOLDER));
    }

    /** Waits until the input is there. */
    static void await(Map<String, String> environment) throws InterruptedException {
        var room = room(JobSettings.scratch(environment));
        while (!room.isOpen()) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }
}

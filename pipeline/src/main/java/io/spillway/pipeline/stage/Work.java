package io.spillway.pipeline.stage;

import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a stage sees of the attempt it runs in. For the thread that runs the stage. */
public interface Work {

    /** The input object; of a set, the manifest that lists its members. */
    Input input();

    /**
     * The objects that a phase with {@code after: {every: …}} takes together; empty for a phase
     * that takes one object at a time. A stage that doesn't ask sees the manifest as its input.
     */
    default Optional<InputSet> set() {
        return Optional.empty();
    }

    Outputs outputs();

    Progress progress();

    /**
     * An empty directory of this attempt's own, removed when the attempt ends. Its space is
     * limited: 512 MiB by default in a function, 20 GiB less the image in a container.
     */
    Path scratch() throws IOException;

    /**
     * How far an earlier attempt came, by one of its last {@link #checkpoint}s: the stage goes on
     * from there and doesn't give again what it had closed by then. An output that was open then it
     * opens again under the same name, and writes what comes behind what it had written. Asked for
     * before the first output.
     *
     * @param format names the stage and the version of its positions. One that was given under
     *     another format isn't found
     * @return empty where the stage starts at the beginning
     */
    default Optional<JsonObject> resumeFrom(String format) throws IOException {
        return Optional.empty();
    }

    /**
     * Tells from where another attempt could go on: all outputs that are closed by now are done, of
     * those that are open what was written by now, and the position says what is left. Cheap: call
     * it as often as there is something to tell. May be ignored, as it is until the first 8 MiB of
     * each open output are stored.
     *
     * @param position holds no more than a few hundred bytes
     */
    default void checkpoint(String format, JsonObject position) {}

    /**
     * Tells how much memory the programs that the stage started hold, so that the attempt's usage
     * says the most of it. Of their processor time it needn't tell: the host sees that. From any
     * thread.
     *
     * @param bytes of all together
     */
    default void programsHold(long bytes) {}

    /**
     * Throws if the host wants the attempt to stop. Reads and writes do this by themselves; a stage
     * calls it in loops that do neither for long.
     */
    void checkStop() throws InterruptedException;
}

package io.spillway.pipeline.stage;

import java.io.IOException;
import java.nio.file.Path;

/** What a stage sees of the attempt it runs in. For the thread that runs the stage. */
public interface Work {

    Input input();

    Outputs outputs();

    Progress progress();

    /**
     * An empty directory of this attempt's own, removed when the attempt ends. Its space is
     * limited: 512 MiB by default in a function, 20 GiB less the image in a container.
     */
    Path scratch() throws IOException;

    /**
     * Throws if the host wants the attempt to stop. Reads and writes do this by themselves; a stage
     * calls it in loops that do neither for long.
     */
    void checkStop() throws InterruptedException;
}

package io.spillway.stages;

import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.Outputs;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An attempt at a set as it is seen while one member is read: that member is the input, and
 * progress counts those before it.
 *
 * @param total bytes of all members
 * @param before bytes of the members before this one
 */
record MemberWork(Work work, long total, Input input, long before) implements Work {

    @Override
    public Outputs outputs() {
        return work.outputs();
    }

    @Override
    public Progress progress() {
        return (done, _) -> work.progress().at(before + done, total);
    }

    @Override
    public Path scratch() throws IOException {
        return work.scratch();
    }

    @Override
    public void checkStop() throws InterruptedException {
        work.checkStop();
    }
}

package io.spillway.legacy;

import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The input object as a file, alone in its directory.
 *
 * @param file absolute; its name is the object's own, or a {@link SafeName}
 */
record StagedInput(Path file) {

    /**
     * Copies the input of {@code work} to disk.
     *
     * @param progress told how many bytes are there
     * @throws StageFailure.NoSpace if the disk hasn't the room, before anything is read
     */
    static StagedInput of(Work work, Workroom room, Progress progress)
            throws StageFailure, IOException, InterruptedException {
        return in(room.input(), Path.of(SafeName.of(work.input().name())), work, progress);
    }

    /** As the other, in a directory and under a name that are given. */
    static StagedInput in(Path directory, Path name, Work work, Progress progress)
            throws StageFailure, IOException, InterruptedException {
        demandSpace(work, directory);
        var file = directory.resolve(name);
        work.checkStop();
        work.input().copyTo(file, (done, _) -> progress.at(done, 0));
        work.checkStop();
        return new StagedInput(file);
    }

    String name() {
        return file.getFileName().toString();
    }

    /** What {@code {input}} stands for. */
    Path forProgram(InputMode mode) {
        return switch (mode) {
            case FILE, STDIN -> file;
            case DIRECTORY -> file.getParent();
        };
    }

    private static void demandSpace(Work work, Path directory) throws StageFailure, IOException {
        var needed = work.input().size();
        var free = Files.getFileStore(directory).getUsableSpace();
        if (needed > free) {
            throw new StageFailure.NoSpace(
                    "Cannot put %s on disk: it has %s and %s has %s left. Give the phase more disk: batch: {disk: …}."
                            .formatted(
                                    HarmlessText.of(work.input().object().location().toString()),
                                    new ByteSize(needed),
                                    directory,
                                    new ByteSize(free)));
        }
    }
}

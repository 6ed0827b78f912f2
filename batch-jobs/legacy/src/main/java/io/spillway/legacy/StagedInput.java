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

    private static final int BUFFER = 64 << 10;

    /**
     * Copies the input of {@code work} to disk.
     *
     * @param progress told how many bytes are there
     * @throws StageFailure if the disk hasn't the room
     */
    static StagedInput of(Work work, Workroom room, Progress progress)
            throws StageFailure, IOException, InterruptedException {
        demandSpace(work, room.input());
        var file = room.input().resolve(SafeName.of(work.input().name()));
        try (var from = work.input().open();
                var to = Files.newOutputStream(file)) {
            var buffer = new byte[BUFFER];
            long done = 0;
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                work.checkStop();
                to.write(buffer, 0, n);
                done += n;
                progress.at(done, 0);
            }
        }
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
            throw new StageFailure.Configuration(
                    "Cannot put %s on disk: it has %s and %s has %s left. Give the phase more disk: batch: {disk: …}."
                            .formatted(
                                    HarmlessText.of(work.input().object().location().toString()),
                                    new ByteSize(needed),
                                    directory,
                                    new ByteSize(free)));
        }
    }
}

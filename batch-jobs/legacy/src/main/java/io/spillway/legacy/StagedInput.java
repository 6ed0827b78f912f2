package io.spillway.legacy;

import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.InputSet;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * The input on disk, alone in its directory: one file, or where a program takes a directory and the
 * input is a set, a file for each member.
 *
 * @param directory absolute
 * @param name of the input: the object's own, or a {@link SafeName}
 */
record StagedInput(Path directory, String name) {

    /**
     * Copies the input of {@code work} to disk.
     *
     * @param directory empty
     * @param progress told how many bytes are there
     * @throws StageFailure.NoSpace if the disk hasn't the room, before anything is read
     */
    static StagedInput of(Work work, InputMode mode, Path directory, Progress progress)
            throws StageFailure, IOException, InterruptedException {
        return named(SafeName.of(work.input().name()), work, mode, directory, progress);
    }

    /** As the other, under a name that is given. */
    static StagedInput named(
            String name, Work work, InputMode mode, Path directory, Progress progress)
            throws StageFailure, IOException, InterruptedException {
        var staged = new StagedInput(directory, name);
        var set = work.set().filter(_ -> mode == InputMode.DIRECTORY);
        staged.demandSpace(work, set.map(InputSet::bytes).orElseGet(work.input()::size));
        work.checkStop();
        if (set.isPresent()) {
            staged.copyMembers(work, set.get(), progress);
        } else {
            work.input().copyTo(staged.file(), (done, _) -> progress.at(done, 0));
        }
        work.checkStop();
        return staged;
    }

    /** Where the input is one file. */
    Path file() {
        return directory.resolve(name);
    }

    /** What {@code {input}} stands for. */
    Path forProgram(InputMode mode) {
        return switch (mode) {
            case FILE, STDIN -> file();
            case DIRECTORY -> directory;
        };
    }

    private void copyMembers(Work work, InputSet set, Progress progress)
            throws IOException, InterruptedException {
        var before = 0L;
        try (var members = set.members()) {
            var number = 1L;
            for (Iterator<InputSet.Member> all = members.iterator(); all.hasNext(); number++) {
                var member = all.next();
                var behind = before;
                member.copyTo(
                        free(member, number, set.count()),
                        (done, _) -> progress.at(behind + done, 0));
                before += member.size();
                work.checkStop();
            }
        }
    }

    /**
     * The member's own name; where an earlier one has it, with a number before it: its place in the
     * set, or the next that is free. The same in every attempt.
     */
    private Path free(Input member, long number, long count) {
        var file = directory.resolve(SafeName.of(member.name()));
        for (var prefix = number; Files.exists(file); prefix += count) {
            file = directory.resolve(SafeName.of(prefix + "-" + member.name()));
        }
        return file;
    }

    private void demandSpace(Work work, long needed) throws StageFailure, IOException {
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

package io.spillway.legacy;

import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedMap;

/** Hands what a successful run left behind to the outputs of its attempt. */
final class CollectedOutputs {

    private static final int BUFFER = 64 << 10;

    private final ProgramRun run;
    private final Work work;

    CollectedOutputs(ProgramRun run, Work work) {
        this.run = run;
        this.work = work;
    }

    /**
     * Hands over every file below {@code directory}, in the order of their relative paths, which
     * become their names.
     *
     * @return whether there was any
     * @throws StageFailure if there is something that is no proper output
     */
    boolean everyFileBelow(Path directory) throws StageFailure, IOException, InterruptedException {
        var files = list(directory);
        for (var file : files.entrySet()) {
            var name = file.getKey();
            try (var to = work.outputs().underInput(name, MediaTypes.of(name))) {
                copy(file.getValue(), to);
            }
        }
        return !files.isEmpty();
    }

    /**
     * Hands over a file as {@code <input>.out}.
     *
     * @return whether it held anything; an empty one isn't handed over
     */
    boolean standardOutput(Path file) throws StageFailure, IOException, InterruptedException {
        if (Files.size(file) == 0) {
            return false;
        }
        try (var to = work.outputs().besideInput(".out", "application/octet-stream")) {
            copy(file, to);
        }
        return true;
    }

    private SortedMap<String, Path> list(Path directory) throws StageFailure, IOException {
        try {
            return ProgramFiles.below(directory);
        } catch (ProgramFiles.Refused e) {
            throw new StageFailure.Bug(
                    "Cannot collect the outputs of %s: it %s. Only files and directories are collected."
                            .formatted(run.subject(), e.getMessage()));
        }
    }

    private void copy(Path file, OutputStream to) throws IOException, InterruptedException {
        var buffer = new byte[BUFFER];
        try (var from = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                work.checkStop();
                to.write(buffer, 0, n);
            }
        }
    }
}

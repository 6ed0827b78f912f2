package io.spillway.legacy;

import io.spillway.pipeline.stage.StageFailure;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Finds the file of a program as a shell would: by its path, or by name in the directories of PATH.
 */
final class ProgramFile {

    private static final Pattern PARTS = Pattern.compile(Pattern.quote(File.pathSeparator));

    private ProgramFile() {}

    /**
     * @param workingDirectory that a relative path starts from
     * @param searchPath where a name without {@code /} is looked up
     * @throws StageFailure if there is no such file, or it may not be executed
     */
    static Path find(String program, Path workingDirectory, String searchPath) throws StageFailure {
        return program.contains("/")
                ? atPath(program, workingDirectory.resolve(program))
                : onPath(program, searchPath);
    }

    private static Path atPath(String program, Path file) throws StageFailure {
        if (isProgram(file)) {
            return file;
        }
        throw new StageFailure.Configuration(
                "Cannot start %s: %s %s. Correct the command in the definition, or put the program where it says."
                        .formatted(
                                HarmlessText.of(program),
                                HarmlessText.of(file.toString()),
                                fault(file)));
    }

    private static Path onPath(String program, String searchPath) throws StageFailure {
        return Arrays.stream(PARTS.split(searchPath))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(ProgramFile::isProgram)
                .findFirst()
                .orElseThrow(
                        () ->
                                new StageFailure.Configuration(
                                        "Cannot start %s: no directory of PATH holds such a program; looked at %s. Install it there, or give its whole path in the definition."
                                                .formatted(
                                                        HarmlessText.of(program),
                                                        HarmlessText.of(searchPath))));
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static String fault(Path file) {
        if (!Files.exists(file)) {
            return "does not exist";
        }
        return Files.isRegularFile(file) ? "is not executable" : "is no file";
    }
}

package io.spillway.local.cli;

import io.spillway.local.run.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where on disk a command finds what it was named. */
final class Places {

    /** The name of a definition's file. */
    static final String DEFINITION = "pipeline.yaml";

    /** Name of the directory that keeps a run's state, beside the definition. */
    static final String STATE = RunOptions.STATE;

    private Places() {}

    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /**
     * The directory of a pipeline, absolute.
     *
     * @param named the directory, or the definition in it
     * @throws CommandFailed if there is no definition
     */
    static Path pipelineDirectory(Path named) {
        return definition(named).getParent();
    }

    /**
     * The definition's file, absolute.
     *
     * @param named the file, or its directory
     * @throws CommandFailed if there is none
     */
    static Path definition(Path named) {
        var path = absolute(named);
        if (Files.isRegularFile(path)) {
            return path;
        }
        var file = path.resolve(DEFINITION);
        if (Files.isRegularFile(file)) {
            return file;
        }
        if (Files.isDirectory(path)) {
            throw new CommandFailed(
                    "Cannot use %s: there is no %s in it. %s"
                            .formatted(named, DEFINITION, remedy(path)));
        }
        throw new CommandFailed(
                "Cannot use %s: there is no such directory. %s"
                        .formatted(named, remedy(path.getParent())));
    }

    /** The definition in the nearest of a file's folders, going up. */
    static Optional<Path> definitionAbove(Path file) {
        for (var folder = absolute(file).getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(DEFINITION))) {
                return Optional.of(folder.resolve(DEFINITION));
            }
        }
        return Optional.empty();
    }

    /** A pipeline that lies near to where none was found. */
    private static String remedy(Path near) {
        if (near == null || !Files.isDirectory(near)) {
            return "Name a directory that holds a " + DEFINITION + ".";
        }
        try (var entries = Files.list(near)) {
            return entries.filter(entry -> Files.isRegularFile(entry.resolve(DEFINITION)))
                    .sorted()
                    .findFirst()
                    .map(entry -> "Did you mean " + shown(entry) + "?")
                    .orElse("Name a directory that holds a " + DEFINITION + ".");
        } catch (IOException e) {
            return "Name a directory that holds a " + DEFINITION + ".";
        }
    }

    /**
     * A path as short as it can be pasted: relative to the working directory if it lies beneath it.
     */
    static Path shown(Path path) {
        var here = Path.of("").toAbsolutePath();
        var absolute = absolute(path);
        return absolute.startsWith(here) && !absolute.equals(here)
                ? here.relativize(absolute)
                : absolute;
    }
}

package io.spillway.local.wrap;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is wrapped. */
public sealed interface Program {

    /**
     * A jar with a main class.
     *
     * @param mainClass in place of the one that its manifest names; empty: the manifest's
     */
    record Jar(Path file, Optional<String> mainClass) implements Program {}

    /** A script or an executable file, which becomes one of the folder's own. */
    record Executable(Path file) implements Program {}

    /** A program that the machine has by itself, found by its name on PATH. */
    record Installed(String name) implements Program {}

    /** An image that nobody may rebuild. */
    record Image(String reference) implements Program {}

    /** What a person calls it. */
    default String shown() {
        return switch (this) {
            case Jar(var file, var _) -> file.getFileName().toString();
            case Executable(var file) -> file.getFileName().toString();
            case Installed(var name) -> name;
            case Image(var reference) -> reference;
        };
    }

    /**
     * The program that a path or a name stands for: one in a directory of PATH belongs to the
     * machine and brings libraries along that a copy wouldn't find; another is somebody's file.
     *
     * @param searchPath directories
     */
    static Program executable(String named, List<Path> searchPath) {
        var file = Path.of(named);
        if (!named.contains("/")) {
            return new Installed(named);
        }
        var parent = file.toAbsolutePath().normalize().getParent();
        return searchPath.contains(parent)
                ? new Installed(file.getFileName().toString())
                : new Executable(file);
    }
}

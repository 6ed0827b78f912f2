package io.spillway.legacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directories that one run of a program uses, apart so that no file of one kind passes for
 * another.
 *
 * @param input holds the input file and nothing else
 * @param outputs what {@code {outputs}} stands for; empty at the start
 * @param home the program's HOME, and where it starts unless the definition says otherwise; empty
 *     at the start
 * @param temporary its TMPDIR; empty at the start
 * @param standardOutput the file that takes standard output where that is the result
 */
record Workroom(Path input, Path outputs, Path home, Path temporary, Path standardOutput) {

    static Workroom in(Path scratch) throws IOException {
        var root = scratch.toAbsolutePath();
        return new Workroom(
                Files.createDirectory(root.resolve("input")),
                Files.createDirectory(root.resolve("outputs")),
                Files.createDirectory(root.resolve("home")),
                Files.createDirectory(root.resolve("tmp")),
                root.resolve("stdout"));
    }
}

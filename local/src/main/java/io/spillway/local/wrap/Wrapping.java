package io.spillway.local.wrap;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a program is to become.
 *
 * @param name of the pipeline and its phase
 * @param arguments of the program; empty: as its input and output say
 * @param input as in the definition: {@code file}, {@code directory} or {@code stdin}
 * @param output as in the definition: {@code directory} or {@code stdout}
 * @param keys pattern of the keys that the phase wants; empty: all
 * @param exits meanings by exit status, as in the definition
 * @param with files and folders that the program needs beside it
 * @param samples files to start with
 */
public record Wrapping(
        Program program,
        String name,
        List<String> arguments,
        String input,
        String output,
        Optional<String> keys,
        Map<String, String> exits,
        List<Path> with,
        List<Path> samples) {

    private static final int MOST_NAME = 40;

    /** What a program of this name is called in a definition unless it is told otherwise. */
    public static String nameFor(String program) {
        var stem = program.replaceFirst("(?i)\\.(jar|sh|py|pl|exe)$", "");
        var words =
                stem.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^[-0-9]+", "");
        var cut = words.substring(0, Math.min(words.length(), MOST_NAME)).replaceAll("-+$", "");
        return cut.length() < 2 ? "wrapped" : cut;
    }
}

package io.spillway.local.wrap;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program's own files, and the words that start it.
 *
 * @param files what is copied, by the relative path below {@code {app}}
 * @param start the command without its arguments
 * @param missing what the program names as its own and isn't there
 */
record AppFiles(Map<String, Path> files, List<String> start, List<String> missing) {

    private static final String APP = "{app}/";

    static AppFiles of(Wrapping wrapping) throws CannotWrap, IOException {
        var files = new LinkedHashMap<String, Path>();
        var missing = new ArrayList<String>();
        var start =
                switch (wrapping.program()) {
                    case Program.Jar jar -> ofJar(jar, wrapping.with(), files, missing);
                    case Program.Executable(var file) -> {
                        demandFile(file);
                        add(files, name(file), file);
                        yield List.of(APP + name(file));
                    }
                    case Program.Installed(var name) -> List.of(name);
                    case Program.Image _ -> List.<String>of();
                };
        for (var file : wrapping.with()) {
            add(files, name(file), file);
        }
        return new AppFiles(files, start, missing);
    }

    private static List<String> ofJar(
            Program.Jar jar, List<Path> with, Map<String, Path> files, List<String> missing)
            throws CannotWrap, IOException {
        demandFile(jar.file());
        var facts = JarFacts.of(jar.file());
        add(files, name(jar.file()), jar.file());
        for (var entry : facts.classPath()) {
            var beside = jar.file().resolveSibling(entry);
            if (Files.exists(beside)) {
                add(files, entry, beside);
            } else if (with.stream().noneMatch(file -> name(file).equals(lastOf(entry)))) {
                missing.add(entry);
            }
        }
        var libraries = with.stream().anyMatch(file -> name(file).endsWith(".jar"));
        if (jar.mainClass().isEmpty() && facts.mainClass().isPresent() && !libraries) {
            return List.of("java", "-jar", APP + name(jar.file()));
        }
        return List.of("java", "-cp", APP + "*", mainClass(jar, facts));
    }

    private static String mainClass(Program.Jar jar, JarFacts facts)
            throws CannotWrap, IOException {
        if (jar.mainClass().isPresent()) {
            return jar.mainClass().get();
        }
        if (facts.mainClass().isPresent()) {
            return facts.mainClass().get();
        }
        var candidates = JarFacts.mainClassesIn(jar.file());
        throw new CannotWrap(
                "Cannot wrap %s: its manifest names no Main-Class%s. Name one with --main%s."
                        .formatted(
                                jar.file(),
                                candidates.isEmpty() ? " and no class in it has a main method" : "",
                                candidates.isEmpty()
                                        ? ", if another jar has it, or wrap the program that calls this library"
                                        : ": it has " + String.join(", ", candidates)));
    }

    private static void add(Map<String, Path> files, String name, Path file) throws CannotWrap {
        demandThere(file);
        var other = files.putIfAbsent(name, file);
        if (other != null && !other.equals(file)) {
            throw new CannotWrap(
                    "Cannot wrap the program with %s and %s: both are called %s in its folder. Rename one."
                            .formatted(other, file, name));
        }
    }

    private static void demandFile(Path file) throws CannotWrap {
        demandThere(file);
        if (!Files.isRegularFile(file)) {
            throw new CannotWrap(
                    "Cannot wrap %s: it is no file. Name the program's file.".formatted(file));
        }
    }

    private static void demandThere(Path file) throws CannotWrap {
        if (!Files.isReadable(file)) {
            throw new CannotWrap(
                    "Cannot wrap %s: %s. Name a file that is there."
                            .formatted(
                                    file,
                                    Files.exists(file)
                                            ? "it can't be read"
                                            : "there is no such file"));
        }
    }

    private static String name(Path file) {
        return file.toAbsolutePath().normalize().getFileName().toString();
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The whole command, as a list in a definition. */
    List<JsonValue> command(List<String> arguments) {
        var words = new ArrayList<>(start);
        words.addAll(arguments);
        return words.stream()
                .<JsonValue>map(word -> new JsonValue.Text(Position.NONE, word))
                .toList();
    }

    /** The whole command as a person reads it. */
    String shown(List<String> arguments) {
        return Json.write(new JsonValue.Array(Position.NONE, command(arguments)));
    }
}

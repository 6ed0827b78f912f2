package io.spillway.local.definition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The definitions in the test resources. */
final class Definitions {

    private static final Path FOLDER = Path.of("src/test/resources/definitions");

    private Definitions() {}

    /** Without a mistake. */
    static Stream<Path> valid() throws IOException {
        return in("valid");
    }

    /** Not even YAML, or not what every reader of YAML takes for the same. */
    static Stream<Path> brokenYaml() throws IOException {
        return in("broken/yaml");
    }

    /** YAML that the JSON Schema refuses too. */
    static Stream<Path> brokenStructure() throws IOException {
        return in("broken/structure");
    }

    /** YAML with mistakes that are beyond a JSON Schema. */
    static Stream<Path> brokenMeaning() throws IOException {
        return in("broken/meaning");
    }

    static Stream<Path> broken() throws IOException {
        return Stream.of(brokenYaml(), brokenStructure(), brokenMeaning()).flatMap(files -> files);
    }

    private static Stream<Path> in(String folder) throws IOException {
        try (var files = Files.list(FOLDER.resolve(folder))) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}

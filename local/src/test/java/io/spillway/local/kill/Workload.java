package io.spillway.local.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * The weather example, made to be killed: its own files without the large generated one, in place
 * of which a middling one is made, and a definition under which that goes to Batch.
 */
final class Workload {

    private static final int COPIES = 16;

    private Workload() {}

    /** Makes the pipeline's directory. */
    static void prepare(Path example, Path directory) throws IOException {
        copy(example.resolve("app"), directory.resolve("app"));
        copy(example.resolve("incoming"), directory.resolve("incoming"));
        var large = Files.createDirectories(directory.resolve("incoming/large"));
        makeLarge(example.resolve("incoming/all-stations.csv"), large.resolve("stations.csv"));
        try (var definition = Workload.class.getResourceAsStream("/kill/pipeline.yaml")) {
            Files.copy(
                    Objects.requireNonNull(definition, "kill/pipeline.yaml is missing"),
                    directory.resolve("pipeline.yaml"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var relative = from.relativize(file);
                if (!relative.startsWith("large")) {
                    Files.createDirectories(to.resolve(relative).getParent());
                    Files.copy(file, to.resolve(relative), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** The example's rows again and again: 1.9 MB. */
    private static void makeLarge(Path source, Path large) throws IOException {
        var lines = Files.readAllLines(source);
        try (var to = Files.newBufferedWriter(large)) {
            to.write(lines.getFirst() + "\n");
            for (int copy = 0; copy < COPIES; copy++) {
                for (var row : lines.subList(1, lines.size())) {
                    to.write(row + "\n");
                }
            }
        }
    }
}

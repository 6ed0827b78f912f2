package io.spillway.local.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pipeline whose files have a phase each, so that each has a job of its own: all run in Batch, as
 * often as AWS Batch allows.
 */
final class ContainerWorkload {

    static final String NAME = "faults";

    private static final int ROWS = 60_000;

    private ContainerWorkload() {}

    /**
     * Makes the pipeline's directory.
     *
     * @param timeout of an attempt, as the definition has it
     */
    static void prepare(Path directory, int jobs, String timeout) throws IOException {
        var definition = new StringBuilder("pipeline: " + NAME + "\nphases:\n");
        for (int job = 1; job <= jobs; job++) {
            definition.append(
                    """
                      convert-%1$02d:
                        on: upload
                        match: {keys: "incoming/%1$02d/*.csv"}
                        stage: convert
                        inline: never
                        batch: {vcpu: 1, memory: 2 GiB, timeout: %2$s, retries: 9}
                    """
                            .formatted(job, timeout));
            write(directory.resolve("incoming/%02d/numbers.csv".formatted(job)), job);
        }
        Files.writeString(directory.resolve("pipeline.yaml"), definition);
    }

    private static void write(Path file, int seed) throws IOException {
        Files.createDirectories(file.getParent());
        try (var to = Files.newBufferedWriter(file)) {
            to.write("number,square,name\n");
            for (long row = 1; row <= ROWS; row++) {
                to.write("%d,%d,row-%d\n".formatted(row * seed, row * row * seed, row));
            }
        }
    }
}

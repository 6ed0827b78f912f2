package io.spillway.local.kill;

import io.spillway.local.container.ContainerEngine;
import io.spillway.local.container.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A pipeline whose files have a phase each, so that each has a job of its own: all run in Batch, as
 * often as AWS Batch allows. Every second one is an image that holds nothing of ours, between the
 * two of ours in one task.
 */
final class ContainerWorkload {

    static final String NAME = "faults";

    private static final int ROWS = 60_000;

    private static final String CONVERT =
            """
              convert-%1$02d:
                on: upload
                match: {keys: "incoming/%1$02d/*.csv"}
                stage: convert
                inline: never
                batch: {vcpu: 1, memory: 2 GiB, timeout: %2$s, retries: 9}
            """;

    /** Half of its output is there from the beginning, for whoever would show it. */
    private static final String UNTOUCHED =
            """
              untouched-%1$02d:
                on: upload
                match: {keys: "incoming/%1$02d/*.csv"}
                stage:
                  legacy:
                    image: %3$s
                    command: ["head -c 9999 {input} > {outputs}/upper.csv; sleep 2; tr a-z A-Z < {input} > {outputs}/upper.csv"]
                batch: {vcpu: 1, memory: 2 GiB, timeout: %2$s, retries: 9}
            """;

    private ContainerWorkload() {}

    /** The image of every second phase: a shell, and programs of this machine. */
    static String image() throws IOException, InterruptedException {
        var engine = ContainerEngine.find(System.getenv());
        return TestEngine.image(engine, "sh", "[\"/bin/sh\", \"-c\"]");
    }

    /**
     * Makes the pipeline's directory.
     *
     * @param timeout of an attempt, as the definition has it
     * @param image that takes a script for its argument
     */
    static void prepare(Path directory, int jobs, String timeout, String image) throws IOException {
        var definition = new StringBuilder("pipeline: " + NAME + "\nphases:\n");
        for (int job = 1; job <= jobs; job++) {
            definition.append((job % 2 == 1 ? CONVERT : UNTOUCHED).formatted(job, timeout, image));
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

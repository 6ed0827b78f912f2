package io.spillway.local.stack;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.store.ObjectLocation;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads what {@code terraform output -json} tells of a root module that passes the outputs of
 * {@code terraform/modules/pipeline} on as its own output {@code pipeline}.
 */
public final class TerraformOutputs {

    private static final String EXAMPLES = "terraform/examples";

    /** What Terraform is called by, looked up on the {@code PATH}. */
    private static final String PROGRAM = "terraform";

    private TerraformOutputs() {}

    /**
     * @param file that holds what {@code terraform output -json} printed
     * @throws IOException if it can't be read, or isn't that
     */
    public static Stack read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "Cannot read %s: there is no such file. Write it with terraform output -json."
                            .formatted(file));
        }
        return understand(Files.readAllBytes(file), file.toString());
    }

    /**
     * Asks Terraform.
     *
     * @param name of an example, or a directory
     * @param here from which the examples are looked for, going up
     * @throws IOException if there is no such directory, or Terraform can't tell its outputs
     */
    public static Stack ofExample(String name, Path here) throws IOException, InterruptedException {
        return ask(PROGRAM, directory(name, here.toAbsolutePath().normalize()));
    }

    private static Path directory(String name, Path here) throws IOException {
        for (var folder = here; folder != null; folder = folder.getParent()) {
            var example = folder.resolve(EXAMPLES).resolve(name);
            if (Files.isDirectory(example)) {
                return example;
            }
        }
        var named = here.resolve(name);
        if (Files.isDirectory(named)) {
            return named;
        }
        throw new IOException(
                "Cannot find stack %s: there is no %s/%s here or above, and no directory of that name. Name one, or give terraform output -json with --stack-file."
                        .formatted(name, EXAMPLES, name));
    }

    static Stack ask(String program, Path directory) throws IOException, InterruptedException {
        var command = List.of(program, "-chdir=" + directory, "output", "-json", "-no-color");
        Process terraform;
        try {
            terraform = new ProcessBuilder(command).redirectInput(new File("/dev/null")).start();
        } catch (IOException e) {
            throw new IOException(
                    "Cannot ask for the outputs in %s: %s is not installed or not on the PATH. Install it, or give terraform output -json with --stack-file."
                            .formatted(directory, program),
                    e);
        }
        try {
            var complaints =
                    CompletableFuture.supplyAsync(
                            () ->
                                    terraform
                                            .errorReader(StandardCharsets.UTF_8)
                                            .lines()
                                            .limit(20)
                                            .map(String::strip)
                                            .filter(line -> !line.isEmpty())
                                            .toList(),
                            task -> Thread.ofVirtual().start(task));
            var said = terraform.getInputStream().readAllBytes();
            var status = terraform.waitFor();
            if (status != 0) {
                throw new IOException(
                        "Cannot ask for the outputs in %s: terraform output exited %d: %s Run terraform init there with credentials for the state, or give its outputs with --stack-file."
                                .formatted(directory, status, String.join(" ", complaints.join())));
            }
            return understand(said, directory.toString());
        } finally {
            terraform.destroy();
        }
    }

    private static Stack understand(byte[] json, String from) throws IOException {
        try {
            var outputs = Json.readObject(json);
            var pipeline = outputs.object("pipeline").flatMap(output -> output.object("value"));
            if (pipeline.isEmpty()) {
                throw new IOException(
                        "Cannot use the outputs in %s: there is no output \"pipeline\". Apply the stack, and pass module.pipeline on as terraform/examples do."
                                .formatted(from));
            }
            return stack(pipeline.get());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "Cannot use the outputs in %s: %s Apply the stack again with this version's modules."
                            .formatted(from, e.getMessage()),
                    e);
        }
    }

    private static Stack stack(JsonObject pipeline) {
        var buckets = pipeline.requireObject("buckets");
        var deadLetters = pipeline.requireObject("dead_letter_queues");
        return new Stack(
                pipeline.requireText("name"),
                pipeline.requireText("phases_topic_arn"),
                pipeline.requireObject("queues").requireObject("intake").requireText("url"),
                List.of(
                        deadLetters.requireObject("intake").requireText("arn"),
                        deadLetters.requireObject("submissions").requireText("arn")),
                buckets.requireText("drop"),
                new Places(buckets.requireText("output"), buckets.requireText("work")),
                Optional.of(ObjectLocation.parse(pipeline.requireText("definition"))));
    }
}

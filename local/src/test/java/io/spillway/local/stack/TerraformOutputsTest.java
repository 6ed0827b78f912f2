package io.spillway.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.store.ObjectLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerraformOutputsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The form that {@code terraform output -json} has. */
    private static final String OUTPUTS =
            """
            {
              "pipeline": {
                "sensitive": false,
                "type": ["object", {"name": "string"}],
                "value": {
                  "alarms_topic_arn": "arn:aws:sns:eu-central-1:123456789012:dev-weather-alarms",
                  "buckets": {
                    "drop": "dev-weather-drop-1", "output": "dev-weather-output-1", "work": "dev-weather-work-1"
                  },
                  "dead_letter_queues": {
                    "intake": {"arn": "arn:aws:sqs:eu-central-1:123456789012:a", "name": "a", "url": "https://a"},
                    "submissions": {"arn": "arn:aws:sqs:eu-central-1:123456789012:b", "name": "b", "url": "https://b"}
                  },
                  "definition": "s3://dev-weather-work-1/definitions/0123.json",
                  "name": "weather",
                  "phases_topic_arn": "arn:aws:sns:eu-central-1:123456789012:dev-weather-phases",
                  "queues": {
                    "intake": {"arn": "arn:aws:sqs:eu-central-1:123456789012:c", "name": "c", "url": "https://c"}
                  }
                }
              }
            }
            """;

    private static final Stack STACK =
            new Stack(
                    "weather",
                    "arn:aws:sns:eu-central-1:123456789012:dev-weather-phases",
                    "https://c",
                    List.of(
                            "arn:aws:sqs:eu-central-1:123456789012:a",
                            "arn:aws:sqs:eu-central-1:123456789012:b"),
                    "dev-weather-drop-1",
                    new Places("dev-weather-output-1", "dev-weather-work-1"),
                    Optional.of(new ObjectLocation("dev-weather-work-1", "definitions/0123.json")));

    @TempDir Path directory;
    private Path outputs;

    @BeforeEach
    void write() throws IOException {
        outputs = Files.writeString(directory.resolve("outputs.json"), OUTPUTS);
    }

    /** Stands for Terraform on the PATH. */
    private String program(String script) throws IOException {
        var program = Files.writeString(directory.resolve("tf"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program.toString();
    }

    @Test
    void readsWhatTerraformWroteToAFile() throws IOException {
        assertThat(TerraformOutputs.read(outputs)).isEqualTo(STACK);
        assertThat(STACK.region()).isEqualTo("eu-central-1");
    }

    @Test
    void asksTerraformInTheDirectoryOfTheStack() throws Exception {
        var script =
                "[ \"$*\" = \"-chdir=%s output -json -no-color\" ] && cat %s"
                        .formatted(directory, outputs);

        assertThat(TerraformOutputs.ask(program(script), directory)).isEqualTo(STACK);
    }

    @Test
    void saysWhatTerraformComplainsOf() throws IOException {
        var program = program("echo 'No state file was found!' >&2; exit 1");

        assertThatThrownBy(() -> TerraformOutputs.ask(program, directory))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        directory.toString(),
                        "exited 1",
                        "No state file was found!",
                        "terraform init");
    }

    @Test
    void saysThatTerraformIsNotThere() {
        assertThatThrownBy(() -> TerraformOutputs.ask("no-such-terraform", directory))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("no-such-terraform", "--stack-file");
    }

    @Test
    void saysWhatIsMissingInOutputsOfAnotherVersion() throws IOException {
        Files.writeString(outputs, OUTPUTS.replace("phases_topic_arn", "topic"));
        assertThatThrownBy(() -> TerraformOutputs.read(outputs))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(outputs.toString(), "phases_topic_arn", "Apply");

        Files.writeString(outputs, "{}");
        assertThatThrownBy(() -> TerraformOutputs.read(outputs))
                .hasMessageContaining("no output \"pipeline\"");

        assertThatThrownBy(() -> TerraformOutputs.read(directory.resolve("none")))
                .hasMessageContaining("no such file");
    }

    @Test
    void findsNoStackThatIsNotThere() {
        assertThatThrownBy(() -> TerraformOutputs.ofExample("staging", directory))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("staging", "terraform/examples/staging");
    }

    /** Every output that is read here is one that the module and the examples have. */
    @Test
    void readsOnlyOutputsThatTheModulesHave() throws IOException {
        var outputs = Files.readString(ROOT.resolve("terraform/modules/pipeline/outputs.tf"));
        for (var name :
                List.of(
                        "name",
                        "buckets",
                        "definition",
                        "phases_topic_arn",
                        "queues",
                        "dead_letter_queues")) {
            assertThat(outputs).contains("output \"%s\"".formatted(name));
        }
        for (var example : List.of("dev", "prod")) {
            assertThat(
                            Files.readString(
                                    ROOT.resolve("terraform/examples")
                                            .resolve(example)
                                            .resolve("outputs.tf")))
                    .containsPattern(
                            Pattern.compile(
                                    "output \"pipeline\" \\{[^}]*value\\s*= module\\.pipeline"));
        }
    }
}

package io.spillway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    private static final String GOOD =
            """
            pipeline: weather
            phases:
              unpack: {on: upload, match: {types: [zip]}, stage: unpack}
              convert: {after: unpack, match: {types: [csv]}, stage: convert}
            """;

    private static final String BAD =
            """
            pipeline: Weather
            phases:
              convert: {on: upload, stage: convrt}
            """;

    @TempDir private Path directory;

    private final TestConsole console = new TestConsole();

    @Test
    void countsThePhasesOfAGoodDefinition() throws IOException {
        var file = put("pipeline.yaml", GOOD);

        assertThat(console.spillway("validate", directory)).isZero();
        assertThat(console.out()).isEqualTo(file + ": 2 phases, no problems.\n");
    }

    @Test
    void printsEveryProblemWithItsPlace() throws IOException {
        var file = put("bad.yaml", BAD);

        assertThat(console.spillway("validate", file)).isEqualTo(1);
        assertThat(console.out().lines().toList())
                .hasSize(3)
                .anyMatch(line -> line.startsWith(file + ":1:11: pipeline: "))
                .anyMatch(line -> line.startsWith(file + ":3:32: phases.convert.stage: "))
                .endsWith("2 problems.");
    }

    @Test
    void checksSeveralFiles() throws IOException {
        var good = put("good.yaml", GOOD);
        var bad = put("bad.yaml", BAD);

        assertThat(console.spillway("validate", good, bad)).isEqualTo(1);
        assertThat(console.out())
                .startsWith(good + ": 2 phases, no problems.\n")
                .endsWith("2 problems in 2 files.\n");
    }

    @Test
    void writesJsonIfAsked() throws IOException {
        put("pipeline.yaml", BAD);

        assertThat(console.spillway("validate", directory, "--json")).isEqualTo(1);

        var result = Json.readObject(console.out());
        var problem = result.objects("files").getFirst().objects("problems").getFirst();
        assertThat(result.requireWhole("problems")).isEqualTo(2);
        assertThat(problem.requireWhole("line")).isEqualTo(1);
        assertThat(problem.requireWhole("column")).isEqualTo(11);
        assertThat(problem.requireText("path")).isEqualTo("pipeline");
    }

    @Test
    void showsNoControlCharacterOfADefinition() throws IOException {
        put("pipeline.yaml", "pipeline: \"a\\e[2Jb\"\nphases: {}\n");

        console.spillway("validate", directory);

        assertThat(console.out()).doesNotContain("\u001b");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(console.spillway("validate", directory)).isEqualTo(1);
        assertThat(console.err())
                .isEqualTo(
                        "spillway: Cannot use %s: there is no pipeline.yaml in it. Name a directory that holds a pipeline.yaml.\n"
                                .formatted(directory));
    }

    private Path put(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}

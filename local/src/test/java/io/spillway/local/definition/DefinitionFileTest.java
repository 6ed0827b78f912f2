package io.spillway.local.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.TestStageTypes;
import io.spillway.pipeline.json.Json;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionFileTest {

    @TempDir private Path folder;

    static Stream<Path> valid() throws IOException {
        return Definitions.valid();
    }

    static Stream<Path> broken() throws IOException {
        return Definitions.broken();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void findsNothingWrongWithValidDefinitions(Path file) throws IOException {
        assertThat(DefinitionFile.read(file, TestStageTypes.catalogue()))
                .isInstanceOf(Result.Checked.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "weather"})
    void findsNothingWrongWithTheExamples(String example) throws IOException {
        var file = Path.of("../examples", example, "pipeline.yaml");

        assertThat(DefinitionFile.read(file, BuiltInStages.catalogue()))
                .isInstanceOf(Result.Checked.class);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void reportsWhatStandsBesideTheBrokenDefinition(Path file) throws IOException {
        var report = Files.readString(Path.of(file.toString().replace(".yaml", ".txt")));

        assertThat(reportOn(file) + "\n").isEqualTo(report);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void saysOnEachLineWhatWasFoundAndWhatIsAllowed(Path file) throws IOException {
        assertThat(reportOn(file).lines())
                .allMatch(
                        line ->
                                line.matches(
                                        "[0-9a-z-]+\\.yaml:[1-9]\\d*:[1-9]\\d*: ([^ ]+: )?found .+; allowed: .+\\."));
    }

    /** What Terraform 1.11.4 makes of a definition, by jsonencode(yamldecode(file(…))). */
    @ParameterizedTest
    @MethodSource("valid")
    void readsTheSameFromTheJsonThatTerraformWrites(Path file) throws IOException {
        var json = Json.read(Files.readString(Path.of(file.toString().replace(".yaml", ".json"))));

        var definition =
                DefinitionReader.requireChecked(json, "terraform", TestStageTypes.catalogue());

        // Terraform sorts keys, and with them the phases.
        assertThat(definition.name()).isEqualTo(definition(file).name());
        assertThat(definition.phases())
                .containsExactlyInAnyOrderElementsOf(definition(file).phases());
    }

    @Test
    void passesOnThatThereIsNoFile() {
        assertThatThrownBy(
                        () ->
                                DefinitionFile.read(
                                        folder.resolve("pipeline.yaml"),
                                        TestStageTypes.catalogue()))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readsNoFurtherThanAMebibyte() throws IOException {
        var file = folder.resolve("pipeline.yaml");
        Files.write(file, new byte[YamlDocument.MOST_BYTES + 1]);

        assertThat(DefinitionFile.read(file, TestStageTypes.catalogue()))
                .isInstanceOfSatisfying(
                        Result.Mistaken.class,
                        mistaken ->
                                assertThat(mistaken.report())
                                        .isEqualTo(
                                                file
                                                        + ":1:1: found more than 1 MiB; allowed: 1 MiB at most."));
    }

    private static PipelineDefinition definition(Path file) throws IOException {
        return switch (DefinitionFile.read(file, TestStageTypes.catalogue())) {
            case Result.Checked(var definition) -> definition;
            case Result.Mistaken mistaken -> throw new AssertionError(mistaken.report());
        };
    }

    private static String reportOn(Path file) throws IOException {
        var result =
                DefinitionFile.read(
                        Files.readAllBytes(file),
                        file.getFileName().toString(),
                        TestStageTypes.catalogue());
        return switch (result) {
            case Result.Checked _ -> "";
            case Result.Mistaken mistaken -> mistaken.report();
        };
    }
}

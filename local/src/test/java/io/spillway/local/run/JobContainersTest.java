package io.spillway.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.definition.DefinitionFile;
import io.spillway.local.deploy.JobImages;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.stages.BuiltInStages;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobContainersTest {

    private static final PipelineDefinition WEATHER =
            definition(
                    """
                    pipeline: weather
                    phases:
                      convert: {on: upload, stage: convert}
                      settle: {after: convert, stage: {legacy: {command: [settle, "{input}", "{outputs}"]}}}
                    """);

    private static PipelineDefinition definition(String yaml) {
        return ((DefinitionReader.Result.Checked)
                        DefinitionFile.read(
                                yaml.getBytes(UTF_8), "test", BuiltInStages.catalogue()))
                .definition();
    }

    @Test
    void takesTheImagesThatAreNamedAndTheJobRunnersForTheOthers() throws Exception {
        var images = JobContainers.images(WEATHER, Map.of("settle", "own/settle:7"));

        assertThat(images.standard()).startsWith("spillway/job-runner:");
        assertThat(images.of(WEATHER.phase("settle").orElseThrow())).isEqualTo("own/settle:7");
        assertThat(images.of(WEATHER.phases())).containsExactly("own/settle:7", images.standard());
    }

    @Test
    void takesAnotherStandardImage() throws Exception {
        assertThat(
                        JobContainers.images(
                                WEATHER, Map.of("settle", "a:1", "default", "own/runner:2")))
                .isEqualTo(new JobImages("own/runner:2", Map.of("settle", "a:1")));
    }

    @Test
    void refusesAPhaseWithALegacyProgramThatNoImageHolds() {
        assertThatThrownBy(() -> JobContainers.images(WEATHER, Map.of()))
                .hasMessageStartingWith(
                        "Cannot run phase settle in a container: it runs a legacy program, and nobody said which image holds that. Add --image settle=REFERENCE, such as spillway/weather-settlement:");
    }

    @Test
    void refusesAnImageForAPhaseThatIsNot() {
        assertThatThrownBy(() -> JobContainers.images(WEATHER, Map.of("settel", "a:1")))
                .hasMessage(
                        "Cannot run phase settel in image a:1: the pipeline has no such phase, but [convert, settle].");
    }

    @Test
    void asksForNoImageWhereTheProgramHasItsOwn() throws Exception {
        var definition =
                definition(
                        """
                        pipeline: untouched
                        phases:
                          settle: {on: upload, stage: {legacy: {image: "reports/settle:7", command: ["{input}", "{outputs}"]}}}
                        """);

        assertThat(JobContainers.images(definition, Map.of()).byPhase()).isEmpty();
    }
}

package io.spillway.local.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program in an image that nobody may rebuild is refused before anything is started. */
class UntouchedImageTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesToRunItsPhase(boolean inContainers) throws Exception {
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                """
                pipeline: untouched
                phases:
                  settle:
                    on: upload
                    stage: {legacy: {image: "reports/settle:7", command: ["{input}", "{outputs}"]}}
                """);

        assertThatThrownBy(() -> start(inContainers))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "Cannot run phase settle: its program is in the image reports/settle:7, and a job is one container");
    }

    private void start(boolean inContainers) throws IOException {
        var jobs = inContainers ? new JobHosting.Containers(Map.of()) : new JobHosting.Processes();
        var options =
                new RunOptions(
                        directory,
                        directory.resolve("incoming"),
                        directory.resolve("state"),
                        false,
                        1,
                        2,
                        OptionalLong.empty(),
                        Map.of(),
                        jobs);
        LocalRun.start(options, new RecordingView()).close();
    }
}

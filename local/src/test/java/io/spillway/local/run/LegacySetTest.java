package io.spillway.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.PhaseEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that takes a folder, given all that came of an upload, through the whole pipeline. */
@Timeout(180)
class LegacySetTest {

    private static final String DEFINITION =
            """
            pipeline: yearly
            phases:
              unpack: {on: upload, stage: unpack}
              total:
                after: {every: unpack}
                stage:
                  legacy:
                    command: [sh, "{app}/total.sh", "{input}", "{outputs}/{name}.txt"]
                    input: directory
            """;

    private static final String TOTAL =
            """
            cd "$1" && for file in *; do printf '%s: ' "$file"; cat -- "$file"; done > "$2"
            """;

    private static final List<String> ENTRIES =
            List.of("north/-a +%.csv", "north/january.csv", "south/january.csv");

    @TempDir private Path directory;

    @Test
    void givesTheProgramEachMemberAsAFile() throws Exception {
        Files.writeString(directory.resolve("pipeline.yaml"), DEFINITION);
        Files.writeString(
                Files.createDirectory(directory.resolve("app")).resolve("total.sh"), TOTAL);
        var incoming = Files.createDirectory(directory.resolve("incoming"));
        zip(incoming.resolve("2015.zip"));
        var view = new RecordingView();

        try (var run = LocalRun.start(options(incoming), view)) {
            run.untilIdle();
        }

        assertThat(
                        directory.resolve(
                                "state/outputs/total/incoming/2015.zip.every-unpack/2015.zip.every-unpack.txt"))
                .hasContent(
                        """
                        3-january.csv: of south/january.csv
                        _a +%.csv: of north/-a +%.csv
                        january.csv: of north/january.csv
                        """);
        assertThat(view.events().stream().filter(LegacySetTest::endsTotal)).hasSize(1);
    }

    private static boolean endsTotal(PhaseEvent event) {
        return event.item().phase().equals("total") && event.happening().isTerminal();
    }

    private static void zip(Path file) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : ENTRIES) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write("of %s\n".formatted(entry).getBytes(UTF_8));
            }
        }
    }

    private RunOptions options(Path incoming) {
        return RunOptions.of(directory)
                .folder(incoming)
                .state(directory.resolve("state"))
                .concurrency(2)
                .maxVcpus(2)
                .build();
    }
}

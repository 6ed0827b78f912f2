package io.spillway.local.wrap;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.run.LocalRun;
import io.spillway.local.run.RecordingView;
import io.spillway.local.run.RunOptions;
import io.spillway.local.view.RunReport;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.work.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that nobody here wrote, wrapped and run through the whole pipeline. */
class WrappedJarTest {

    private static final Path PROGRAMS = Path.of("target", "legacy-programs");

    private static final String STYLESHEET =
            """
            <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
              <xsl:output method="text"/>
              <xsl:template match="/orders">
                <xsl:value-of select="count(order), sum(order/@amount)" separator=" orders, "/>
              </xsl:template>
            </xsl:stylesheet>
            """;

    @TempDir private Path directory;

    @Test
    void transformsWithSaxonAndTellsBadInput() throws Exception {
        var folder = directory.resolve("orders");
        var wrapping =
                new Wrapping(
                        new Program.Jar(PROGRAMS.resolve("Saxon-HE.jar"), Optional.empty()),
                        "orders",
                        List.of("-s:{input}", "-xsl:{app}/orders.xsl", "-o:{outputs}/{name}.txt"),
                        "file",
                        "directory",
                        Optional.of("**/*.xml"),
                        Map.of("2", "bad-input"),
                        List.of(
                                PROGRAMS.resolve("xmlresolver.jar"),
                                PROGRAMS.resolve("xmlresolver-data.jar"),
                                Files.writeString(directory.resolve("orders.xsl"), STYLESHEET)),
                        List.of(
                                Files.writeString(
                                        directory.resolve("good + 1.xml"),
                                        "<orders><order amount='3.5'/><order amount='2'/></orders>"),
                                Files.writeString(directory.resolve("cut.xml"), "<orders><ord")));

        WrappedFolder.write(wrapping, folder);
        var report = run(folder);

        assertThat(report.outputs().resolve("orders/incoming/good + 1.xml/good + 1.xml.txt"))
                .hasContent("2 orders, 5.5");
        var ends =
                report.ends().stream()
                        .collect(
                                toMap(
                                        entry -> entry.item().upload().object().key(),
                                        entry -> entry.state()));
        assertThat(ends.get("incoming/good + 1.xml")).isInstanceOf(State.Succeeded.class);
        assertThat(ends.get("incoming/cut.xml"))
                .isInstanceOfSatisfying(
                        State.Failed.class,
                        failed -> {
                            assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.BAD_INPUT);
                            assertThat(failed.failure().message())
                                    .contains("it exited 2", "SXXP0003");
                        });
        assertThat(report.outputs().resolve("orders/incoming/cut.xml")).doesNotExist();
    }

    private static RunReport run(Path folder) throws Exception {
        var options = RunOptions.of(folder).concurrency(4).maxVcpus(2).build();
        try (var run = LocalRun.start(options, new RecordingView())) {
            run.untilIdle();
            return run.report();
        }
    }
}

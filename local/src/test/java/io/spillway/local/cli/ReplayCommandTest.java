package io.spillway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.run.LocalRun;
import io.spillway.local.run.RunOptions;
import io.spillway.local.view.PlainView;
import io.spillway.local.view.Style;
import io.spillway.pipeline.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

    @TempDir private Path directory;

    private final TestConsole console = new TestConsole();
    private LocalRun run;

    @BeforeEach
    void runAPipelineInWhichTwoFilesFail() throws Exception {
        console.clock = Clock.systemUTC();
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                """
                pipeline: small
                phases:
                  convert: {on: upload, match: {types: [csv]}, stage: convert}
                """);
        var incoming = Files.createDirectory(directory.resolve("incoming"));
        Files.writeString(incoming.resolve("good.csv"), "a,b\n1,2\n");
        Files.writeString(incoming.resolve("bad +1.csv"), "a,b\n1,\"2\n");
        Files.writeString(incoming.resolve("bad 2.csv"), "a,b\n1,\"2\n");
        run =
                LocalRun.start(
                        RunOptions.of(directory)
                                .folder(incoming)
                                .concurrency(4)
                                .maxVcpus(2)
                                .build(),
                        new PlainView(
                                new PrintStream(
                                        new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                                Style.PLAIN,
                                Clock.systemUTC()));
        run.untilIdle();
    }

    @AfterEach
    void stop() throws IOException {
        run.close();
    }

    private int replay(String... options) {
        var words = new ArrayList<Object>(List.of("replay", "--pipeline", directory));
        words.addAll(List.of(options));
        return console.spillway(words.toArray());
    }

    private List<String> events() throws IOException {
        try (var lines = Files.lines(directory.resolve(".spillway/events.jsonl"))) {
            return lines.map(Json::readObject)
                    .map(
                            event ->
                                    event.requireObject("data")
                                            .requireObject("item")
                                            .requireText("id"))
                    .toList();
        }
    }

    @Test
    void runsAgainWhatFailedAndOnlyThatHoweverOftenItIsAsked() throws Exception {
        assertThat(replay("--failed", "--dry-run")).isZero();
        assertThat(console.out()).contains("bad +1.csv", "bad 2.csv", "2 would run again.");
        run.untilIdle();
        assertThat(events()).hasSize(3);

        assertThat(replay("--failed", "--kind", "bad-input")).isZero();
        run.untilIdle();
        assertThat(events()).hasSize(5).filteredOn(id -> id.endsWith("-r1")).hasSize(2);

        assertThat(replay("--failed", "--kind", "bug")).isEqualTo(1);
        assertThat(console.err()).contains("There is nothing to replay: no work item failed");
    }

    @Test
    void runsAnObjectsWorkAgainByItsName() throws Exception {
        assertThat(replay("s3://small-drop/incoming/bad +1.csv", "--phase", "convert")).isZero();
        run.untilIdle();
        assertThat(replay("s3://small-drop/incoming/bad +1.csv")).isZero();
        run.untilIdle();

        assertThat(events()).filteredOn(id -> id.endsWith("-r2")).hasSize(1);
    }

    @Test
    void refusesWhatSucceededUnlessToldOtherwise() throws Exception {
        assertThat(replay("s3://small-drop/incoming/good.csv")).isEqualTo(1);
        assertThat(console.err())
                .contains("it ended succeeded. Add --again to run it all the same.");

        assertThat(replay("s3://small-drop/incoming/good.csv", "--again")).isZero();
        run.untilIdle();
        assertThat(events()).filteredOn(id -> id.endsWith("-r1")).hasSize(1);
    }

    @Test
    void saysWhatItCanNotFind() {
        assertThat(replay("--item", "0123")).isEqualTo(1);
        assertThat(console.err()).contains("Cannot replay 0123: the ledger has no such work item.");

        assertThat(replay("s3://small-drop/nothing.csv")).isEqualTo(1);
        assertThat(console.err()).contains("there is no such object");
    }

    @Test
    void wantsToBeToldOneThing() {
        assertThat(console.spillway("replay")).isEqualTo(2);
        assertThat(console.spillway("replay", "--failed", "--item", "1")).isEqualTo(2);
    }
}

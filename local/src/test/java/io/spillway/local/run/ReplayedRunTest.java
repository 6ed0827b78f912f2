package io.spillway.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.replay.Replay;
import io.spillway.local.stack.Services;
import io.spillway.local.stack.Stack;
import io.spillway.local.view.RunReport;
import io.spillway.local.view.Verdict;
import io.spillway.pipeline.work.Replays;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayedRunTest {

    @TempDir private Path directory;

    private LocalRun start() throws Exception {
        return LocalRun.start(
                RunOptions.of(directory).concurrency(4).maxVcpus(2).build(), new RecordingView());
    }

    private static String onlyEnd(RunReport report) {
        assertThat(report.ends()).hasSize(1);
        var end = report.ends().getFirst();
        return "repetition %d %s".formatted(Replays.number(end.item().id()), end.state().word());
    }

    @Test
    void countsAFailureNoMoreOnceItsRepetitionSucceeded() throws Exception {
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                """
                pipeline: mended
                phases:
                  import:
                    on: upload
                    stage:
                      legacy:
                        command: ["sh", "{app}/import.sh", "{input}", "{outputs}"]
                        exit: {0: succeed}
                    batch: {vcpu: 1, memory: 2 GiB, timeout: 1m}
                """);
        var program =
                Files.writeString(
                        Files.createDirectory(directory.resolve("app")).resolve("import.sh"),
                        "exit 3\n");
        var incoming = Files.createDirectory(directory.resolve("incoming"));
        Files.writeString(incoming.resolve("a.txt"), "a\n");

        try (var run = start()) {
            run.untilIdle();
            assertThat(onlyEnd(run.report())).isEqualTo("repetition 0 failed");
            assertThat(Verdict.of(run.report()).exitStatus()).isEqualTo(1);

            Files.writeString(program, "cp \"$1\" \"$2/\"\n");
            try (var services = Services.ofRun(directory.resolve(".spillway")).orElseThrow()) {
                var replay = new Replay(Stack.named("mended", services), services);
                var first = run.report().ends().getFirst().item().id();
                replay.send(List.of(replay.item(first).orElseThrow()), false);
                run.untilIdle();
            }

            assertThat(onlyEnd(run.report())).isEqualTo("repetition 1 succeeded");
            assertThat(Verdict.of(run.report()).exitStatus()).isZero();
        }
    }
}

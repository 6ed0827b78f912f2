package io.spillway.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.spillway.local.history.HistoryTable;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose end is told to a real HTTP receiver, and whose history is asked. */
class MonitoredRunTest {

    private static final String DEFINITION =
            """
            pipeline: watched
            phases:
              convert:
                on: upload
                match: {keys: "incoming/table/**", types: [csv]}
                stage: convert
                batch: {vcpu: 1, memory: 2 GiB}
              settle:
                on: upload
                match: {keys: "incoming/deadly/**"}
                stage: {legacy: {command: ["sh", "-c", "kill -9 $PPID; sleep 60"]}}
                batch: {vcpu: 1, memory: 2 GiB, retries: 1}
            """;

    private final List<JsonObject> told = new CopyOnWriteArrayList<>();
    private HttpServer receiver;

    @TempDir private Path directory;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        told.add(Json.readObject(exchange.getRequestBody().readAllBytes()));
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void tellsOfAContainerThatDiedWithoutAWordAndKeepsTheHistoryOfAll() throws Exception {
        drop("table/good.csv", "station,rain\nX,1.5\n");
        drop("deadly/input.csv", "station,rain\nX,1.5\n");

        try (var run = LocalRun.start(options(), new RecordingView())) {
            run.untilIdle();
        }

        // The first attempt's death is told as well: another attempt follows it.
        assertThat(told)
                .extracting(notification -> notification.requireText("status"))
                .containsExactlyInAnyOrder("recovered", "failed");
        assertThat(told)
                .filteredOn(notification -> notification.requireText("status").equals("failed"))
                .singleElement()
                .satisfies(
                        notification -> {
                            assertThat(notification.requireText("phase")).isEqualTo("settle");
                            assertThat(notification.requireText("kind")).isEqualTo("job-failed");
                            assertThat(notification.requireText("command"))
                                    .isEqualTo(
                                            "./spillway replay s3://watched-drop/incoming/deadly/input.csv --phase settle");
                            assertThat(
                                            notification
                                                    .objects("examples")
                                                    .getFirst()
                                                    .requireText("reason"))
                                    .contains("137");
                        });
        assertThat(history("SELECT phase, status, kind FROM history ORDER BY phase, status"))
                .containsExactly(
                        List.of("convert", "succeeded", ""),
                        List.of("settle", "failed", "job-failed"),
                        List.of("settle", "recovered", ""));
        assertThat(
                        history(
                                "SELECT count(*) FROM history WHERE started >= arrived AND cost_usd > 0"))
                .containsExactly(List.of("1"));
    }

    private List<List<String>> history(String sql) throws IOException {
        var state = directory.resolve("state");
        try (var table = HistoryTable.open(state.resolve("history.duckdb"))) {
            table.load(state.resolve("history"));
            return table.ask(sql).rows();
        }
    }

    private void drop(String key, String content) throws IOException {
        Files.writeString(directory.resolve("pipeline.yaml"), DEFINITION);
        var file = directory.resolve("incoming").resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(UTF_8));
    }

    private RunOptions options() {
        return RunOptions.of(directory)
                .state(directory.resolve("state"))
                .concurrency(4)
                .maxVcpus(2)
                .webhook(URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/"))
                .build();
    }
}

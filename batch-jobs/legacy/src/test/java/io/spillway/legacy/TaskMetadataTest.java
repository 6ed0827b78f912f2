package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.spillway.legacy.TaskContainers.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskMetadataTest {

    private HttpServer server;
    private int status = 200;
    private String answer;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/v4/some-task/task",
                exchange -> {
                    try (exchange) {
                        var body = answer.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(status, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Optional<Ended> end(String container) throws IOException {
        var endpoint = "http://127.0.0.1:%d/v4/some-task".formatted(server.getAddress().getPort());
        return new TaskMetadata(URI.create(endpoint)).end(container);
    }

    private void told(String taskStatus, String program) {
        answer =
                """
                {"Cluster": "default", "DesiredStatus": "%s", "KnownStatus": "RUNNING", "Containers": [
                  {"Name": "runner", "DesiredStatus": "RUNNING", "KnownStatus": "RUNNING"},
                  {"Name": "program", %s}]}
                """
                        .formatted(taskStatus, program);
    }

    @Test
    void tellsNothingOfAContainerThatRuns() throws Exception {
        told("RUNNING", "\"KnownStatus\": \"RUNNING\"");

        assertThat(end("program")).isEmpty();
        assertThat(end("unknown")).isEmpty();
    }

    @Test
    void tellsHowAContainerEnded() throws Exception {
        told("RUNNING", "\"KnownStatus\": \"STOPPED\", \"ExitCode\": 3");

        assertThat(end("program")).hasValue(new Ended(Optional.of(3), false));
    }

    @Test
    void tellsOfAContainerThatNeverRan() throws Exception {
        told("RUNNING", "\"KnownStatus\": \"STOPPED\"");

        assertThat(end("program")).hasValue(new Ended(Optional.empty(), false));
    }

    @Test
    void tellsWhenTheWholeTaskIsBeingStopped() throws Exception {
        told("STOPPED", "\"KnownStatus\": \"STOPPED\", \"ExitCode\": 143");

        assertThat(end("program")).hasValue(new Ended(Optional.of(143), true));
    }

    @Test
    void failsWhereThereIsNoAnswerAndWhereThereIsNoSense() {
        status = 500;
        answer = "{}";
        assertThatThrownBy(() -> end("program")).isInstanceOf(IOException.class);
        status = 200;
        answer = "<html>";
        assertThatThrownBy(() -> end("program"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The task's metadata isn't JSON: ");
    }
}

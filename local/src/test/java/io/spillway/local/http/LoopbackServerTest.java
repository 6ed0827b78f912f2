package io.spillway.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoopbackServerTest {

    private static void answer(HttpExchange exchange, String text) throws IOException {
        var bytes = text.getBytes();
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static HttpResponse<String> send(LoopbackServer server, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(server.endpoint().resolve("/path"))
                        .POST(BodyPublishers.ofString(body))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void answersUnderAnAddressNotAName() throws Exception {
        try (var server =
                LoopbackServer.start(
                        0,
                        exchange ->
                                answer(
                                        exchange,
                                        new String(exchange.getRequestBody().readAllBytes())))) {
            assertThat(server.endpoint().toString()).matches("http://127\\.0\\.0\\.1:\\d+");
            assertThat(send(server, "echo").body()).isEqualTo("echo");
        }
    }

    @Test
    void dropsTheConnectionWhereTheHandlerThrows() throws Exception {
        try (var server =
                LoopbackServer.start(
                        0,
                        _ -> {
                            throw new IllegalStateException("on purpose");
                        })) {
            assertThatThrownBy(() -> send(server, "")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void dropsTheConnectionWhereTheHandlerDoesntAnswer() throws Exception {
        try (var server =
                LoopbackServer.start(0, exchange -> exchange.getRequestBody().readAllBytes())) {
            assertThatThrownBy(() -> send(server, "unanswered")).isInstanceOf(IOException.class);
        }
    }

    /** The delay would be 40 ms for each request but the first, also on the quickest machine. */
    @Test
    void answersOnAKeptConnectionWithoutDelay() throws Exception {
        var body = "x".repeat(30_000);
        try (var server =
                        LoopbackServer.start(
                                0,
                                exchange -> {
                                    exchange.getRequestBody().readAllBytes();
                                    answer(exchange, body);
                                });
                var client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(server.endpoint()).build();
            var millis = new long[50];
            for (int i = 0; i < millis.length; i++) {
                long start = System.nanoTime();
                assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo(body);
                millis[i] = (System.nanoTime() - start) / 1_000_000;
            }
            Arrays.sort(millis);

            assertThat(millis[millis.length / 10]).as("ms of the quick ones").isLessThan(30);
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (var server = LoopbackServer.start(0, _ -> {})) {
            int port = server.endpoint().getPort();

            assertThatThrownBy(() -> LoopbackServer.start(port, _ -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "Cannot listen on 127.0.0.1:%d: Address already in use. Stop what uses it, or choose another port."
                                    .formatted(port));
        }
    }

    @Test
    void waitsForItsHandlersWhenItIsClosed() throws Exception {
        var inside = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        var server =
                LoopbackServer.start(
                        0,
                        _ -> {
                            inside.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException _) {
                                ended.set(true);
                            }
                        });
        var client = Thread.startVirtualThread(() -> sendQuietly(server));
        inside.await();

        server.close();

        assertThat(ended).isTrue();
        client.join();
    }

    private static void sendQuietly(LoopbackServer server) {
        try {
            send(server, "");
        } catch (Exception _) {
            // dropped, as it should be
        }
    }
}

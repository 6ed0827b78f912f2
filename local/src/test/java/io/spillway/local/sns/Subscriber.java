package io.spillway.local.sns;

import com.sun.net.httpserver.HttpExchange;
import io.spillway.local.http.LoopbackServer;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An HTTP endpoint that keeps what it gets and answers as it is told. */
final class Subscriber implements AutoCloseable {

    record Post(Map<String, List<String>> headers, String body) {
        JsonObject json() {
            return Json.readObject(body);
        }

        String header(String name) {
            return headers.get(name).getFirst();
        }
    }

    final LinkedBlockingQueue<Post> posts = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final LoopbackServer server;

    Subscriber() {
        try {
            server = LoopbackServer.start(0, this::handle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes());
        posts.add(new Post(Map.copyOf(exchange.getRequestHeaders()), body));
        var answer = answers.poll();
        exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
    }

    Post take() throws InterruptedException {
        return posts.poll(60, TimeUnit.SECONDS);
    }

    String url() {
        return server.endpoint() + "/inbox";
    }

    @Override
    public void close() {
        server.close();
    }
}

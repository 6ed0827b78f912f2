package io.spillway.monitoring.notify;

import com.sun.net.httpserver.HttpServer;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** An HTTP server on loopback that keeps what is posted, and answers as it is told. */
final class TestReceiver implements AutoCloseable {

    /** An answer other than 200. */
    record Reply(int status, Map<String, String> headers) {}

    private final HttpServer server;
    private final List<JsonObject> taken = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final Deque<Reply> replies = new ArrayDeque<>();
    private int requests;
    private boolean dead;

    TestReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        var body = exchange.getRequestBody().readAllBytes();
                        var reply =
                                reply(
                                        Json.readObject(body),
                                        exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                        reply.headers().forEach(exchange.getResponseHeaders()::add);
                        exchange.sendResponseHeaders(reply.status(), -1);
                    }
                });
        server.start();
    }

    private synchronized Reply reply(JsonObject body, String id) {
        requests++;
        if (dead) {
            return new Reply(500, Map.of());
        }
        if (!replies.isEmpty()) {
            return replies.pop();
        }
        taken.add(body);
        ids.add(id);
        return new Reply(200, Map.of());
    }

    URI url() {
        return URI.create(
                "http://127.0.0.1:%d/secret-path".formatted(server.getAddress().getPort()));
    }

    /** The next request isn't taken but answered so. */
    synchronized void next(int status, Map<String, String> headers) {
        replies.add(new Reply(status, headers));
    }

    synchronized void die(boolean isDead) {
        dead = isDead;
    }

    synchronized List<JsonObject> taken() {
        return List.copyOf(taken);
    }

    synchronized List<String> ids() {
        return List.copyOf(ids);
    }

    synchronized int requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package io.spillway.local.page;

import com.sun.net.httpserver.HttpExchange;
import io.spillway.local.http.LoopbackServer;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * Serves the page on 127.0.0.1. Nothing is loaded from elsewhere, and what may change something
 * needs a token that is new with every start.
 */
public final class PageServer implements AutoCloseable {

    /** Nothing but the page's own files, and no other site may put it into a frame. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy", POLICY,
                    "X-Content-Type-Options", "nosniff",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Cache-Control", "no-store");

    /** Windows that follow at once; a browser itself allows six to one server. */
    private static final int MOST_STREAMS = 32;

    private static final long HEARTBEAT_MILLIS = 10_000;

    /** Between two messages of a stream: four a second are more than an eye follows. */
    private static final long PACE_MILLIS = 250;

    private final LivePage page;
    private final String token;
    private final Semaphore streams = new Semaphore(MOST_STREAMS);
    private final LoopbackServer server;
    private volatile Guard guard;

    /**
     * Starts serving.
     *
     * @param replays absent where nobody can have work run again
     * @param port 0 for a free one
     * @param random of which the token is made
     * @throws IOException if the port is taken, or the state can't be read
     */
    public static PageServer start(
            PageSubject subject, Optional<Replays> replays, int port, RandomGenerator random)
            throws IOException {
        var start = "%08x".formatted(random.nextInt());
        var page = new LivePage(subject, replays, start);
        try {
            return new PageServer(
                    page, "%016x%016x".formatted(random.nextLong(), random.nextLong()), port);
        } catch (IOException e) {
            page.close();
            throw e;
        }
    }

    private PageServer(LivePage page, String token, int port) throws IOException {
        this.page = page;
        this.token = token;
        server = LoopbackServer.start(port, this::handle);
        guard = new Guard(server.endpoint(), token);
    }

    /** {@code http://127.0.0.1:port/}. */
    public URI address() {
        return server.endpoint().resolve("/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        var method = exchange.getRequestMethod();
        if (guard == null) {
            answer(exchange, 503, failure("Cannot answer yet: still starting. Try again."));
            return;
        }
        var refusal = guard.refusal(method, exchange.getRequestHeaders());
        if (refusal.isPresent()) {
            answer(exchange, refusal.get().status(), failure(refusal.get().message()));
            return;
        }
        try {
            route(exchange, method + " " + exchange.getRequestURI().getPath());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void route(HttpExchange exchange, String what)
            throws IOException, InterruptedException {
        switch (what) {
            case "GET /" -> document(exchange);
            case "GET /api/changes" -> stream(exchange);
            case "GET /api/run" -> answer(exchange, 200, page.run());
            case "GET /api/upload" -> found(exchange, () -> page.upload(query(exchange, "id")));
            case "GET /api/receipt" -> found(exchange, () -> page.receipt(query(exchange, "item")));
            case "POST /api/replay" ->
                    found(
                            exchange,
                            () ->
                                    page.replay(query(exchange, "item"))
                                            .map(
                                                    done ->
                                                            JsonObject.of()
                                                                    .put("done", done)
                                                                    .build()));
            default -> asset(exchange);
        }
    }

    private interface Answer {
        Optional<JsonObject> get() throws Replays.Refused, IOException;
    }

    private static void found(HttpExchange exchange, Answer asked) throws IOException {
        Optional<JsonObject> answer;
        try {
            answer = asked.get();
        } catch (Replays.Refused e) {
            answer(exchange, 409, failure(e.getMessage()));
            return;
        } catch (IOException | IllegalArgumentException e) {
            answer(exchange, 500, failure(e.getMessage()));
            return;
        }
        if (answer.isPresent()) {
            answer(exchange, 200, answer.get());
        } else {
            answer(exchange, 404, failure("Nothing is known under this address."));
        }
    }

    private void document(HttpExchange exchange) throws IOException {
        var document = Document.live(token);
        answer(
                exchange,
                200,
                document.getBytes(StandardCharsets.UTF_8),
                "text/html; charset=utf-8");
    }

    private static void asset(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var asset = Assets.find(path.startsWith("/") ? path.substring(1) : path);
        if (asset.isPresent() && exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 200, asset.get().content(), asset.get().type());
        } else {
            answer(exchange, 404, failure("Nothing is known under this address."));
        }
    }

    /** Server-sent events: first what the browser hasn't seen, then whatever happens. */
    private void stream(HttpExchange exchange) throws IOException, InterruptedException {
        if (!streams.tryAcquire()) {
            answer(
                    exchange,
                    503,
                    failure(
                            "Cannot follow: %d windows do already. Close one."
                                    .formatted(MOST_STREAMS)));
            return;
        }
        try {
            headers(exchange, "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            follow(exchange);
        } finally {
            streams.release();
        }
    }

    private void follow(HttpExchange exchange) throws IOException, InterruptedException {
        var last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        var seen = LivePage.Seen.parse(last == null ? "" : last);
        var out = exchange.getResponseBody();
        while (!Thread.currentThread().isInterrupted()) {
            var news = page.news(seen, HEARTBEAT_MILLIS);
            if (news.isEmpty()) {
                out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
            } else {
                seen = news.get().seen();
                out.write(
                        "id: %s\ndata: %s\n\n"
                                .formatted(seen, Json.write(news.get().message()))
                                .getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
            if (news.isEmpty() || news.get().isAll()) {
                Thread.sleep(PACE_MILLIS);
            }
        }
    }

    /** A parameter of the request; empty if it has none of that name. */
    private static String query(HttpExchange exchange, String name) {
        var query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return "";
        }
        for (var pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static JsonObject failure(String message) {
        return JsonObject.of().put("error", message).build();
    }

    private static void answer(HttpExchange exchange, int status, JsonObject json)
            throws IOException {
        answer(exchange, status, Json.writeBytes(json), "application/json");
    }

    private static void answer(HttpExchange exchange, int status, byte[] body, String type)
            throws IOException {
        headers(exchange, type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void headers(HttpExchange exchange, String type) {
        HEADERS.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", type);
    }

    /** Ends all that is shown. A second call does nothing. */
    @Override
    public void close() {
        page.close();
        server.close();
    }
}

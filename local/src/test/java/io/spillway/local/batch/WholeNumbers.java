package io.spillway.local.batch;

import com.sun.net.httpserver.HttpExchange;
import io.spillway.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Stands before moto and cuts the fraction off its vCPUs: the Java client can't read an answer in
 * which a job has 1.0 of them, so without this next to nothing could be compared.
 */
final class WholeNumbers implements LoopbackServer.Handler {

    private final URI behind;
    private final HttpClient http;

    WholeNumbers(URI behind, HttpClient http) {
        this.behind = behind;
        this.http = http;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var answer = forward(exchange);
        var body =
                answer.body()
                        .replaceAll("(\"vcpus\": *[0-9]+)\\.[0-9]+", "$1")
                        .getBytes(StandardCharsets.UTF_8);
        answer.headers()
                .firstValue("x-amzn-ErrorType")
                .ifPresent(type -> exchange.getResponseHeaders().set("x-amzn-ErrorType", type));
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private HttpResponse<String> forward(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var request =
                HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI().toString()))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        for (var name : new String[] {"Authorization", "Content-Type"}) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

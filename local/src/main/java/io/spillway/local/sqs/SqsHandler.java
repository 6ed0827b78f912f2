package io.spillway.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The AWS JSON 1.0 protocol of SQS: finds the operation a request names, and writes its answer or
 * its error. Source: Amazon SQS Developer Guide, "Making API requests using AWS JSON protocol".
 */
final class SqsHandler {

    /** One operation: parameters in, answer out; refuses by {@link SqsError}. */
    @FunctionalInterface
    interface Action {
        JsonObject answer(Request request) throws InterruptedException;
    }

    private static final System.Logger LOG = System.getLogger(SqsHandler.class.getName());
    private static final String TARGET_PREFIX = "AmazonSQS.";

    /** A batch of 1 MiB whose every character is escaped as six, and some room. */
    private static final int MOST_REQUEST_BYTES = 8 * 1024 * 1024;

    private final Map<String, Action> actions = new HashMap<>();
    private final Faults faults;

    SqsHandler(Queues queues, Faults faults, Supplier<URI> endpoint) {
        this.faults = faults;
        actions.putAll(new QueueActions(queues, endpoint).byName());
        actions.putAll(new MessageActions(queues).byName());
        actions.putAll(new MoveTaskActions(queues).byName());
    }

    void handle(HttpExchange exchange) throws IOException {
        JsonObject answer;
        try {
            answer = answer(exchange);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("The stand-in stops; the connection is dropped.");
        } catch (RuntimeException e) {
            refuse(exchange, asError(e));
            return;
        }
        if (mayBeLost(exchange) && faults.strikes(FaultKind.LOST_RESPONSE)) {
            throw new IOException("The answer is lost on purpose.");
        }
        write(exchange, 200, answer);
    }

    /**
     * Messages whose receiver never learnt of them stay hidden for their visibility timeout, with
     * Lambda's setting 12 minutes. That is but a delay, and there is a fault for those.
     */
    private static boolean mayBeLost(HttpExchange exchange) {
        return !(TARGET_PREFIX + "ReceiveMessage")
                .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    }

    private static SqsError asError(RuntimeException failure) {
        return switch (failure) {
            case SqsError error -> error;
            case JsonMismatch mismatch ->
                    new SqsError(SqsError.Code.SERIALIZATION, mismatch.getMessage());
            case RuntimeException bug -> {
                LOG.log(System.Logger.Level.ERROR, "SQS request failed", bug);
                yield new SqsError(SqsError.Code.INTERNAL_FAILURE, bug.toString());
            }
        };
    }

    private JsonObject answer(HttpExchange exchange) throws IOException, InterruptedException {
        var action = action(exchange);
        var body = exchange.getRequestBody().readNBytes(MOST_REQUEST_BYTES + 1);
        if (body.length > MOST_REQUEST_BYTES) {
            throw new SqsError(
                    SqsError.Code.INVALID_PARAMETER_VALUE,
                    "The request is longer than %d bytes.".formatted(MOST_REQUEST_BYTES));
        }
        if (faults.strikes(FaultKind.THROTTLE)) {
            throw new SqsError(
                    SqsError.Code.REQUEST_THROTTLED, "The request was denied due to throttling.");
        }
        return action.answer(
                new Request(body.length == 0 ? JsonObject.of().build() : Json.readObject(body)));
    }

    private Action action(HttpExchange exchange) {
        var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target == null || !target.startsWith(TARGET_PREFIX)) {
            throw new SqsError(
                    SqsError.Code.INVALID_ACTION,
                    "The request has no header X-Amz-Target: AmazonSQS.…: this stand-in speaks the AWS JSON protocol only. Use a client from 2023-11 or later.");
        }
        var action = actions.get(target.substring(TARGET_PREFIX.length()));
        if (action == null) {
            throw new SqsError(
                    SqsError.Code.UNSUPPORTED_OPERATION,
                    "This stand-in has no operation %s."
                            .formatted(target.substring(TARGET_PREFIX.length())));
        }
        return action;
    }

    private static void refuse(HttpExchange exchange, SqsError error) throws IOException {
        var fault = error.code().status() < 500 ? "Sender" : "Receiver";
        exchange.getResponseHeaders()
                .set("x-amzn-query-error", error.code().queryCode() + ";" + fault);
        write(
                exchange,
                error.code().status(),
                JsonObject.of()
                        .put("__type", "com.amazonaws.sqs#" + error.code().shape())
                        .put("message", error.getMessage())
                        .build());
    }

    private static void write(HttpExchange exchange, int status, JsonObject answer)
            throws IOException {
        var body = Json.write(answer).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}

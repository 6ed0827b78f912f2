package io.spillway.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The Query protocol of SNS: form parameters in, XML out. Source: Amazon SNS API Reference, "Common
 * Parameters" and "Common Errors".
 */
final class SnsHandler {

    /** One operation: parameters in, the XML inside its result out; refuses by {@link SnsError}. */
    @FunctionalInterface
    interface Action {
        String answer(Form form);
    }

    private static final System.Logger LOG = System.getLogger(SnsHandler.class.getName());
    private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

    /** A message of 1 MiB whose every byte is escaped as three, and some room. */
    private static final int MOST_REQUEST_BYTES = 8 * 1024 * 1024;

    private final Map<String, Action> actions = new HashMap<>();
    private final Faults faults;

    SnsHandler(Topics topics, Publisher publisher, Faults faults) {
        this.faults = faults;
        actions.putAll(new TopicActions(topics).byName());
        actions.putAll(new SubscriptionActions(topics, publisher).byName());
        actions.putAll(new PublishActions(topics, publisher).byName());
    }

    void handle(HttpExchange exchange) throws IOException {
        String answer;
        try {
            answer = answer(exchange);
        } catch (RuntimeException e) {
            refuse(exchange, asError(e));
            return;
        }
        if (faults.strikes(FaultKind.LOST_RESPONSE)) {
            throw new IOException("The answer is lost on purpose.");
        }
        write(exchange, 200, answer);
    }

    private static SnsError asError(RuntimeException failure) {
        if (failure instanceof SnsError error) {
            return error;
        }
        LOG.log(System.Logger.Level.ERROR, "SNS request failed", failure);
        return new SnsError(SnsError.Code.INTERNAL_ERROR, failure.toString());
    }

    private String answer(HttpExchange exchange) throws IOException {
        var form = form(exchange);
        var name = form.require("Action");
        var action = actions.get(name);
        if (action == null) {
            throw new SnsError(
                    SnsError.Code.INVALID_ACTION,
                    "This stand-in has no operation %s.".formatted(name));
        }
        if (faults.strikes(FaultKind.THROTTLE)) {
            throw new SnsError(SnsError.Code.THROTTLED, "Rate exceeded");
        }
        return "<%sResponse xmlns=\"%s\">%s%s</%sResponse>"
                .formatted(
                        name,
                        NAMESPACE,
                        Xml.element(name + "Result", action.answer(form)),
                        Xml.element(
                                "ResponseMetadata",
                                Xml.text("RequestId", UUID.randomUUID().toString())),
                        name);
    }

    /** Of a POST the body, of a GET (a link in a notification that was followed) the query. */
    private static Form form(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            return Form.parse(
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        }
        var body = exchange.getRequestBody().readNBytes(MOST_REQUEST_BYTES + 1);
        if (body.length > MOST_REQUEST_BYTES) {
            throw SnsError.invalid(
                    "Request",
                    "The request is longer than %d bytes.".formatted(MOST_REQUEST_BYTES));
        }
        return Form.parse(new String(body, UTF_8));
    }

    private static void refuse(HttpExchange exchange, SnsError error) throws IOException {
        var fault = error.code().status() < 500 ? "Sender" : "Receiver";
        write(
                exchange,
                error.code().status(),
                "<ErrorResponse xmlns=\"%s\">%s%s</ErrorResponse>"
                        .formatted(
                                NAMESPACE,
                                Xml.element(
                                        "Error",
                                        Xml.text("Type", fault),
                                        Xml.text("Code", error.code().text()),
                                        Xml.text("Message", error.getMessage())),
                                Xml.text("RequestId", UUID.randomUUID().toString())));
    }

    private static void write(HttpExchange exchange, int status, String answer) throws IOException {
        var body = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}

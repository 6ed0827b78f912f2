package io.spillway.local.s3;

import com.sun.net.httpserver.HttpExchange;
import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.local.http.LoopbackServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;

/** Answers one request: finds its operation, lets the faults interfere, and writes the answer. */
final class S3Handler implements LoopbackServer.Handler {

    private static final System.Logger LOG = System.getLogger(S3Handler.class.getName());

    private final Routes routes;
    private final Faults faults;
    private final Sequence sequence;

    S3Handler(Routes routes, Faults faults, Sequence sequence) {
        this.routes = routes;
        this.faults = faults;
        this.sequence = sequence;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var id = "%016X".formatted(sequence.next());
        try (var response = answer(exchange, id)) {
            // The rest of a refused body: a client reads no answer before it has written all.
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            if (isLost(exchange)) {
                LOG.log(Level.DEBUG, "The answer to {0} is lost on purpose", id);
                return;
            }
            send(exchange, id, response);
        }
    }

    private S3Response answer(HttpExchange exchange, String id) {
        try {
            var request = S3Request.of(exchange, id);
            if (!request.isSigned()) {
                throw S3Error.accessDenied();
            }
            if (faults.strikes(FaultKind.THROTTLE)) {
                throw S3Error.slowDown();
            }
            HeaderRules.check(request);
            return routes.find(request).handle(request);
        } catch (S3Error e) {
            return refusal(exchange, id, e);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "Request " + id + " failed", e);
            return refusal(exchange, id, S3Error.internal(e));
        }
    }

    private boolean isLost(HttpExchange exchange) {
        return switch (exchange.getRequestMethod()) {
            case "PUT", "POST", "DELETE" -> faults.strikes(FaultKind.LOST_RESPONSE);
            default -> false;
        };
    }

    private static S3Response refusal(HttpExchange exchange, String id, S3Error error) {
        var xml = Xml.plain("Error").add("Code", error.code()).add("Message", error.getMessage());
        error.details().forEach(xml::add);
        xml.add("Resource", exchange.getRequestURI().getRawPath())
                .add("RequestId", id)
                .add("HostId", id);
        return S3Response.xml(error.status(), xml).headers(error.headers());
    }

    private static void send(HttpExchange exchange, String id, S3Response response)
            throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Server", "AmazonS3");
        headers.set("x-amz-request-id", id);
        headers.set("x-amz-id-2", id);
        response.headers().forEach(headers::set);
        long size = response.body().map(S3Response.Body::size).orElse(0L);
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Long.toString(size));
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(response.status(), size == 0 ? -1 : size);
        if (size > 0) {
            response.body().get().writeTo(exchange.getResponseBody());
        }
    }
}

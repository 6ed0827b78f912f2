package io.spillway.local.batch;

import com.sun.net.httpserver.HttpExchange;
import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.local.http.LoopbackServer;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** AWS Batch's protocol: JSON in, JSON out, one path per operation. */
final class BatchHandler implements LoopbackServer.Handler {

    /** Answers a request; {@code bytes} is its length. */
    @FunctionalInterface
    private interface Operation {
        JsonObject answer(JsonObject request, int bytes);
    }

    private static final String VERSION = "/v1/";
    private static final String SUBMIT_JOB = VERSION + "submitjob";
    private static final String TAGS = VERSION + "tags/";

    /** More than any request AWS Batch would take. */
    private static final int MAX_BODY = 1 << 20;

    private final BatchState state;
    private final AttemptRunner attempts;
    private final TagOperations tags;
    private final SubmitRate rate;
    private final Faults faults;

    /** By the last part of their path. */
    private final Map<String, Operation> operations = new HashMap<>();

    BatchHandler(
            BatchState state,
            AttemptRunner attempts,
            SubmitRate rate,
            Duration shortestTimeLimit,
            Faults faults) {
        this.state = state;
        this.attempts = attempts;
        this.tags = new TagOperations(state);
        this.rate = rate;
        this.faults = faults;
        var definitions = new JobDefinitionStore(state);
        var stops = new JobStops(state, attempts);
        add(new ComputeEnvironmentOperations(state));
        add(new JobQueueOperations(state, stops, shortestTimeLimit));
        add(definitions);
        add(new JobOperations(state, definitions, stops));
    }

    private void add(ComputeEnvironmentOperations environments) {
        operations.put("createcomputeenvironment", (request, _) -> environments.create(request));
        operations.put(
                "describecomputeenvironments", (request, _) -> environments.describe(request));
    }

    private void add(JobQueueOperations queues) {
        operations.put("createjobqueue", (request, _) -> queues.create(request));
        operations.put("updatejobqueue", (request, _) -> queues.update(request));
        operations.put("deletejobqueue", (request, _) -> queues.delete(request));
        operations.put("describejobqueues", (request, _) -> queues.describe(request));
    }

    private void add(JobDefinitionStore definitions) {
        operations.put("registerjobdefinition", definitions::register);
        operations.put("deregisterjobdefinition", (request, _) -> definitions.deregister(request));
        operations.put("describejobdefinitions", (request, _) -> definitions.describe(request));
    }

    private void add(JobOperations jobs) {
        operations.put("submitjob", jobs::submit);
        operations.put("describejobs", (request, _) -> jobs.describe(request));
        operations.put("listjobs", (request, _) -> jobs.list(request));
        operations.put("canceljob", (request, _) -> jobs.cancel(request));
        operations.put("terminatejob", (request, _) -> jobs.terminate(request));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            var path = exchange.getRequestURI().getPath();
            var answer = answer(exchange, path);
            if (path.equals(SUBMIT_JOB) && faults.strikes(FaultKind.LOST_RESPONSE)) {
                throw new IOException("The answer to SubmitJob is lost on purpose.");
            }
            send(exchange, 200, answer);
        } catch (BatchError e) {
            refuse(exchange, e);
        } catch (JsonMismatch e) {
            refuse(exchange, BatchError.client("%s", e.getMessage()));
        }
    }

    private JsonObject answer(HttpExchange exchange, String path) throws IOException {
        var method = exchange.getRequestMethod();
        if (path.startsWith(TAGS) && method.equals("GET")) {
            synchronized (state) {
                return tags.list(path.substring(TAGS.length()));
            }
        }
        if (path.startsWith(AttemptRunner.TASKS) && method.equals("GET")) {
            return task(path.substring(AttemptRunner.TASKS.length()));
        }
        var operation = operation(method, path);
        if (path.equals(SUBMIT_JOB) && isThrottled()) {
            throw BatchError.tooManyRequests();
        }
        var body = exchange.getRequestBody().readNBytes(MAX_BODY);
        var request = body.length == 0 ? JsonObject.of().build() : Json.readObject(body);
        synchronized (state) {
            return operation.answer(request, body.length);
        }
    }

    /** {@code <attempt>/task}, as Amazon ECS answers it to the containers of a task. */
    private JsonObject task(String path) {
        var attempt = path.endsWith("/task") ? path.substring(0, path.lastIndexOf('/')) : "";
        return attempts.taskMetadata(attempt)
                .orElseThrow(() -> BatchError.unknownOperation("GET", AttemptRunner.TASKS + path));
    }

    private Operation operation(String method, String path) {
        if (method.equals("POST") && path.startsWith(TAGS)) {
            return (request, _) -> tags.tag(path.substring(TAGS.length()), request);
        }
        if (!method.equals("POST") || !path.startsWith(VERSION)) {
            throw BatchError.unknownOperation(method, path);
        }
        var operation = operations.get(path.substring(VERSION.length()));
        if (operation == null) {
            throw BatchError.unknownOperation(method, path);
        }
        return operation;
    }

    private boolean isThrottled() {
        return faults.strikes(FaultKind.THROTTLE) || !rate.admits();
    }

    private static void refuse(HttpExchange exchange, BatchError error) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", error.type());
        send(exchange, error.status(), JsonObject.of().put("message", error.getMessage()).build());
    }

    private static void send(HttpExchange exchange, int status, JsonObject answer)
            throws IOException {
        var body = Json.writeBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}

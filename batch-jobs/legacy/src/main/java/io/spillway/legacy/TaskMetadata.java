package io.spillway.legacy;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/**
 * The task metadata endpoint of Amazon ECS, which tells a container of its neighbours. Source:
 * Amazon ECS Developer Guide, "Amazon ECS task metadata endpoint version 4 for tasks on Fargate".
 *
 * @param endpoint what ECS puts into {@link #VARIABLE}
 */
public record TaskMetadata(URI endpoint) implements TaskContainers {

    /** Set by ECS in every container. */
    public static final String VARIABLE = "ECS_CONTAINER_METADATA_URI_V4";

    private static final String STOPPED = "STOPPED";
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int MOST_BYTES = 1 << 20;

    @Override
    public Optional<Ended> end(String container) throws IOException {
        var task = task();
        var isStopping = task.text("DesiredStatus").filter(STOPPED::equals).isPresent();
        return task.objects("Containers").stream()
                .filter(each -> each.text("Name").filter(container::equals).isPresent())
                .filter(each -> each.text("KnownStatus").filter(STOPPED::equals).isPresent())
                .findFirst()
                .map(found -> new Ended(status(found), isStopping));
    }

    private static Optional<Integer> status(JsonObject container) {
        var status = container.whole("ExitCode");
        return status.isPresent() ? Optional.of((int) status.getAsLong()) : Optional.empty();
    }

    private JsonObject task() throws IOException {
        var connection =
                (HttpURLConnection) URI.create(endpoint + "/task").toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try (var answer = connection.getInputStream()) {
            return Json.readObject(answer.readNBytes(MOST_BYTES));
        } catch (JsonMismatch e) {
            throw new IOException("The task's metadata isn't JSON: " + e.getMessage(), e);
        }
    }
}

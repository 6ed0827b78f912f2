package io.spillway.pipeline.job;

import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;
import java.util.Optional;
import java.util.OptionalLong;

/** Tasks by number. */
public final class TestTasks {

    private TestTasks() {}

    /** Of phase {@code convert} in the smallest size. */
    public static Task task(int number, long predictedSeconds) {
        var object =
                new ObjectVersion(
                        new ObjectLocation("drop", "in/" + number + ".csv"),
                        Optional.of("v1"),
                        "e",
                        1_000);
        var item =
                new WorkItem(
                        "%032x".formatted(number),
                        "p",
                        "convert",
                        object,
                        ContentType.CSV,
                        "in/" + number + ".csv",
                        Upload.of("p", object, "v1"),
                        0);
        return Task.of(item, new Route.Batch("Large.", OptionalLong.of(predictedSeconds)));
    }
}

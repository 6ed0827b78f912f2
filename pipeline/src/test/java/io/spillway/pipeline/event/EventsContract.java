package io.spillway.pipeline.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link Events} must do. One subclass per implementation. */
public abstract class EventsContract {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    protected abstract Events events() throws IOException;

    /** Waits until a subscriber has got this many events since the test began, and gives them. */
    protected abstract List<CloudEvent> received(int count) throws Exception;

    protected static PhaseEvent event(PhaseEvent.Happening happening) {
        var object =
                new ObjectVersion(
                        new ObjectLocation("in", "odd\u0001 +%ü😀.csv"), Optional.of("v"), "e", 3);
        var id = UUID.randomUUID().toString().replace("-", "");
        var item =
                new WorkItem(
                        id,
                        "p",
                        "convert",
                        object,
                        ContentType.CSV,
                        "x.csv",
                        Upload.of("p", object, "v"),
                        2);
        return PhaseEvent.of(
                NOW, item, new Route.Batch("Too \"large\".", OptionalLong.of(7)), 1, happening);
    }

    protected static Notice notice(Notice.Status status) {
        return Notice.of(
                NOW,
                new Notice.About(
                        "p",
                        new ObjectLocation("in", "odd\u0001 +%ü😀.csv"),
                        Optional.of("convert"),
                        Optional.of("0123")),
                status,
                "lease 4",
                "Nobody has said for 31 minutes that it is alive.",
                "Run \"spillway replay\".");
    }

    protected static List<PhaseEvent.Happening> everyHappening() {
        var output =
                new ObjectVersion(
                        new ObjectLocation("out", "convert/x.csv.jsonl"),
                        Optional.empty(),
                        "e-1",
                        9);
        var usage = new Usage(NOW, Duration.ofMillis(12), 3, 9);
        return List.of(
                new PhaseEvent.Happening.Routed(),
                new PhaseEvent.Happening.Started(new Worker.JobAttempt("job", 2)),
                new PhaseEvent.Happening.Progressed(5, 10),
                new PhaseEvent.Happening.Succeeded(
                        new Results(1, List.of(output), Optional.empty()), usage),
                new PhaseEvent.Happening.Failed(new Failure(Failure.Kind.BAD_INPUT, "Bad.")),
                new PhaseEvent.Happening.Failed(
                        new Failure(Failure.Kind.BUG, "Bad."), Optional.of(usage)),
                new PhaseEvent.Happening.Skipped("Nothing."));
    }

    @ParameterizedTest
    @MethodSource("everyHappening")
    void bringsAnEventToASubscriberAsItIs(PhaseEvent.Happening happening) throws Exception {
        var event = event(happening);

        events().publish(List.of(event));

        assertThat(received(1)).containsExactly(event);
    }

    @ParameterizedTest
    @EnumSource
    void bringsANoticeToASubscriberAsItIs(Notice.Status status) throws Exception {
        events().publish(List.of(notice(status)));

        assertThat(received(1)).containsExactly(notice(status));
    }

    @Test
    void bringsMoreEventsThanOneRequestHolds() throws Exception {
        var published = new ArrayList<CloudEvent>();
        for (int i = 0; i < 23; i++) {
            published.add(event(new PhaseEvent.Happening.Progressed(i, 23)));
        }

        events().publish(published);

        assertThat(received(23)).containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void publishesNothingForNoEvents() throws Exception {
        events().publish(List.of());

        assertThat(received(0)).isEmpty();
    }
}

package io.spillway.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.aws.SnsEvents;
import io.spillway.local.batch.ProcessRuntime;
import io.spillway.local.deploy.Clients;
import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import io.spillway.local.twin.Twin;
import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFeedTest {

    private static final String QUEUE = "feed";
    private static final ObjectVersion OBJECT =
            new ObjectVersion(new ObjectLocation("drop", "a.csv"), Optional.empty(), "etag", 1);
    private static final WorkItem ITEM =
            new WorkItem(
                    "item",
                    "p",
                    "convert",
                    OBJECT,
                    ContentType.CSV,
                    "a.csv",
                    Upload.of("p", OBJECT, "etag"),
                    0);
    private static final PhaseEvent EVENT =
            PhaseEvent.of(
                    Instant.EPOCH,
                    ITEM,
                    new Route.Inline("small"),
                    1,
                    new PhaseEvent.Happening.Skipped("nothing to do"));

    @TempDir Path directory;

    private final List<CloudEvent> told = new ArrayList<>();
    private Twin twin;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        var nothing = new ProcessRuntime(Map.of(), Map.of());
        var twice = Faults.seeded(1, Map.of(FaultKind.DUPLICATE, 1.0));
        twin = Twin.start(directory.resolve("state"), twice, nothing, "job-events");
        Clients.pointTo(twin.endpoints());
        file = directory.resolve("events.jsonl");
    }

    @AfterEach
    void stop() throws IOException {
        twin.close();
    }

    private EventFeed feed(Clients clients, String topic) throws IOException {
        return EventFeed.subscribe(clients.sqs(), clients.sns(), QUEUE, topic, file);
    }

    @Test
    void tellsOnceOfAnEventThatIsDeliveredSeveralTimes() throws IOException {
        var clients = Clients.create();
        var topic = clients.sns().createTopic(create -> create.name("phases")).topicArn();

        try (var feed = feed(clients, topic)) {
            clients.sns()
                    .publish(
                            publish -> publish.topicArn(topic).message(Json.write(EVENT.toJson())));
            do {
                feed.poll(told::add);
            } while (twin.messages(QUEUE) > 0 || !twin.isIdle());
        }

        assertThat(told).containsExactly(EVENT);
        assertThat(Files.readAllLines(file)).containsExactly(Json.write(EVENT.toJson()));
    }

    @Test
    void tellsOfANoticeOnceAndKeepsIt() throws IOException {
        var clients = Clients.create();
        var topic = clients.sns().createTopic(create -> create.name("phases")).topicArn();
        var notice =
                Notice.of(
                        Instant.EPOCH,
                        new Notice.About(
                                "p", OBJECT.location(), Optional.empty(), Optional.empty()),
                        Notice.Status.RECOVERED,
                        "event",
                        "Its event had not come after 20 minutes.",
                        "Nothing is to be done.");

        try (var feed = feed(clients, topic)) {
            new SnsEvents(clients.sns(), topic).publish(List.of(notice));
            do {
                feed.poll(told::add);
            } while (twin.messages(QUEUE) > 0 || !twin.isIdle());
        }

        assertThat(told).containsExactly(notice);
        assertThat(Files.readAllLines(file)).containsExactly(Json.write(notice.toJson()));
    }

    @Test
    void mendsALineThatAKillCutShortAndTellsOfItsEventAgain() throws IOException {
        var clients = Clients.create();
        var topic = clients.sns().createTopic(create -> create.name("phases")).topicArn();
        var line = Json.write(EVENT.toJson());
        Files.writeString(
                file,
                line.replace("\"id\":\"item", "\"id\":\"other") + "\n" + line.substring(0, 40));

        try (var feed = feed(clients, topic)) {
            clients.sns().publish(publish -> publish.topicArn(topic).message(line));
            do {
                feed.poll(told::add);
            } while (twin.messages(QUEUE) > 0 || !twin.isIdle());
        }

        assertThat(told).containsExactly(EVENT);
        assertThat(Files.readAllLines(file)).hasSize(2).last().isEqualTo(line);
    }
}

package io.spillway.local.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.EventReader;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.Trace;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.MemberSet;
import io.spillway.pipeline.work.Place;
import io.spillway.pipeline.work.Resources;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Steps;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema, the golden files and the code say the same of every event. */
class EventSchemaTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path GOLDEN = DOCS.resolve("events");
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final JsonSchema SCHEMA = schema();

    private static JsonSchema schema() {
        try {
            return FACTORY.getSchema(Files.readString(DOCS.resolve("event.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectVersion object(String bucket, String key, long size) {
        return new ObjectVersion(
                new ObjectLocation(bucket, key),
                Optional.of("3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"),
                "9b2cf535f27731c974343645a3985328",
                size);
    }

    private static WorkItem item() {
        var upload = Upload.of("weather", object("weather-drop", "incoming/2012.zip", 20_000), "1");
        var input = object("weather-output", "unpack/incoming/2012.zip/daily ü.csv", 3_200);
        return new WorkItem(
                        WorkItem.idOf("weather", "convert", input, "1"),
                        "weather",
                        "convert",
                        input,
                        ContentType.CSV,
                        "incoming/2012.zip/daily ü.csv",
                        upload,
                        1,
                        List.of("weather/unpack"))
                .madeAt(Optional.of(NOON.minusSeconds(2)))
                .at(
                        Place.ofUpload(List.of())
                                .takenBy(List.of("unpack"))
                                .output("unpack", 3, 24)
                                .takenBy(List.of("convert")));
    }

    private static PhaseEvent event(Route route, Happening happening) {
        return PhaseEvent.of(NOON, item(), route, 1, happening);
    }

    private static Results results(int count) {
        var listed =
                IntStream.range(0, Math.min(count, 2))
                        .mapToObj(
                                i ->
                                        object(
                                                "weather-output",
                                                "convert/incoming/%d.jsonl".formatted(i),
                                                9))
                        .toList();
        return count <= Results.MOST_LISTED
                ? new Results(listed.size(), listed, Optional.empty())
                : new Results(
                        count,
                        List.of(),
                        Optional.of(new ObjectLocation("weather-work", "manifests/0123.json")));
    }

    private static final Route BATCH =
            new Route.Batch(
                    "12 MiB: more than the 8 MiB that phase convert takes inline.",
                    OptionalLong.of(7));

    /** As it was told before its optional members were. */
    private static final Usage BARE_USAGE = new Usage(NOON, Duration.ofMillis(310), 3_200, 4_096);

    private static final Usage USAGE =
            new Usage(
                    NOON,
                    Duration.ofMillis(310),
                    3_200,
                    4_096,
                    new Resources(
                            Optional.of(Duration.ofMillis(240)),
                            OptionalLong.of(173 << 20),
                            OptionalLong.of(50 << 20)),
                    Optional.of(
                            new Steps(
                                    Duration.ofMillis(10),
                                    Duration.ofMillis(40),
                                    Duration.ofMillis(230),
                                    Duration.ofMillis(30),
                                    Optional.of(Duration.ofMillis(20)))));

    private static final Usage USAGE_OF_FAILED =
            new Usage(
                    NOON,
                    Duration.ofMillis(310),
                    3_200,
                    0,
                    USAGE.resources(),
                    Optional.of(
                            new Steps(
                                    Duration.ofMillis(10),
                                    Duration.ofMillis(40),
                                    Duration.ofMillis(260),
                                    Duration.ZERO,
                                    Optional.empty())));

    /** The golden files, each with the event that it shows. */
    static Map<String, CloudEvent> golden() {
        var all = new TreeMap<String, CloudEvent>();
        for (var happening :
                List.of(
                        new Happening.Routed(),
                        new Happening.Started(new Worker.JobAttempt("8a1c-22", 1)),
                        new Happening.Progressed(1_024, 3_200),
                        new Happening.Succeeded(results(1), USAGE),
                        new Happening.Failed(
                                new Failure(
                                        Failure.Kind.BAD_INPUT,
                                        "Cannot convert s3://weather-output/unpack/incoming/2012.zip/daily ü.csv: the row on line 7 opens a quote that is never closed. Upload it again if it was cut short, or mend the row."),
                                Optional.of(USAGE_OF_FAILED)),
                        new Happening.Skipped("No phase takes png: phase convert takes csv."))) {
            all.put("phase." + happening.status(), event(BATCH, happening));
        }
        all.put(
                "phase.succeeded-with-many-outputs",
                event(BATCH, new Happening.Succeeded(results(10_000), BARE_USAGE)));
        for (var status : Notice.Status.values()) {
            all.put("notice." + status.word(), notice(status, Optional.of("convert")));
        }
        return all;
    }

    private static Notice notice(Notice.Status status, Optional<String> phase) {
        return Notice.of(
                NOON,
                new Notice.About(
                        "weather", item().input().location(), phase, phase.map(_ -> item().id())),
                status,
                "lease 4",
                "Nobody has said for 31 minutes that it is alive.",
                "Run \"spillway replay s3://weather-drop/incoming/2012.zip --phase convert\".");
    }

    static Stream<String> names() {
        return golden().keySet().stream();
    }

    private static Path file(String name) {
        return GOLDEN.resolve(name + ".json");
    }

    private static Set<ValidationMessage> mistakes(String json) {
        return SCHEMA.validate(json, InputFormat.JSON);
    }

    @Test
    void isASchemaOfDraft202012() throws IOException {
        var draft =
                FACTORY.getSchema(
                        SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(
                        draft.validate(
                                Files.readString(DOCS.resolve("event.schema.json")),
                                InputFormat.JSON))
                .isEmpty();
    }

    /** A change of an event's form is a change of these files, for everybody to see. */
    @ParameterizedTest
    @MethodSource("names")
    void writesAndReadsTheGoldenFiles(String name) throws IOException {
        var event = golden().get(name);
        var text = Files.readString(file(name));

        assertThat(Json.readObject(text)).isEqualTo(event.toJson());
        assertThat(EventReader.read(text)).hasValue(event);
        assertThat(mistakes(text)).isEmpty();
    }

    @Test
    void hasAGoldenFileForEveryThingThatCanHappen() throws IOException {
        var happenings =
                golden().values().stream()
                        .filter(PhaseEvent.class::isInstance)
                        .map(event -> (Class<?>) ((PhaseEvent) event).happening().getClass())
                        .collect(Collectors.toSet());

        assertThat(happenings).isEqualTo(Set.of(Happening.class.getPermittedSubclasses()));
        try (var files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            names().map(name -> name + ".json").toList());
        }
    }

    /** Every form that a part of an event can have, in some event. */
    static Stream<CloudEvent> forms() {
        var routes =
                List.of(
                        new Route.Inline("Small."),
                        new Route.Batch("Always."),
                        BATCH,
                        new Route.Ignored("A folder marker."),
                        new Route.Rejected("Empty."));
        var happenings = new ArrayList<Happening>();
        happenings.add(new Happening.Started(new Worker.Invocation("request")));
        happenings.add(new Happening.Progressed(0, 0));
        happenings.add(new Happening.Succeeded(results(0), USAGE));
        happenings.add(new Happening.Succeeded(results(21), USAGE));
        Arrays.stream(Failure.Kind.values())
                .forEach(kind -> happenings.add(new Happening.Failed(new Failure(kind, "No."))));
        var events = new ArrayList<CloudEvent>(golden().values());
        for (var route : routes) {
            happenings.forEach(happening -> events.add(event(route, happening)));
        }
        for (var type : ContentType.values()) {
            events.add(PhaseEvent.of(NOON, bare(type), BATCH, 0, new Happening.Routed()));
        }
        events.add(PhaseEvent.of(NOON, ofSet(), BATCH, 0, new Happening.Routed()));
        for (var status : Notice.Status.values()) {
            events.add(notice(status, Optional.empty()));
        }
        return events.stream();
    }

    /** Without anything that may be absent, and with a trace that began elsewhere. */
    private static WorkItem bare(ContentType type) {
        var object =
                new ObjectVersion(
                        new ObjectLocation("drop", "odd\u0001 +%ü😀\n.csv"),
                        Optional.empty(),
                        "e",
                        0);
        var upload =
                Upload.of("p", object, "e")
                        .arrivedAt(Optional.of(NOON))
                        .joining(Optional.of(new Trace("0af7651916cd43dd8448eb211c80319c", false)));
        return new WorkItem(
                WorkItem.idOf("p", "intake", object, "e"),
                "p",
                "intake",
                object,
                type,
                object.key(),
                upload,
                0);
    }

    private static WorkItem ofSet() {
        var item = item();
        return new WorkItem(
                WorkItem.idOfSet("weather", "report", "convert", item.upload().id()),
                "weather",
                "report",
                object("weather-work", "sets/0/convert/report/w.json", 700),
                ContentType.JSONL,
                "incoming/2012.zip.every-convert",
                item.upload(),
                2,
                List.of("weather/unpack", "weather/convert"),
                item.place(),
                Optional.of(new MemberSet("convert", 24, 98_304)),
                Optional.of(NOON));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void describesEveryEventThatTheCodeCanMake(CloudEvent event) {
        assertThat(mistakes(Json.write(event.toJson()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isFarBelowWhatAMessageMayHold(CloudEvent event) {
        assertThat(Json.write(event.toJson()).length()).isLessThan(64 << 10);
    }

    /** So a member that the code begins to write can't be forgotten in the schema. */
    @ParameterizedTest
    @MethodSource("names")
    void refusesAMemberMoreAnywhere(String name) {
        for (var changed : withOneMore(golden().get(name).toJson())) {
            assertThat(mistakes(Json.write(changed))).as(Json.write(changed)).isNotEmpty();
        }
    }

    private static List<JsonObject> withOneMore(JsonObject object) {
        var all = new ArrayList<JsonObject>();
        all.add(with(object, "surprise", new JsonValue.Null(object.at())));
        object.members()
                .forEach(
                        (name, member) -> {
                            if (member.value() instanceof JsonObject inner) {
                                withOneMore(inner)
                                        .forEach(more -> all.add(with(object, name, more)));
                            }
                        });
        return all;
    }

    private static JsonObject with(JsonObject object, String name, JsonValue value) {
        var changed = JsonObject.of();
        object.members().forEach((other, member) -> changed.put(other, member.value()));
        return changed.put(name, value).build();
    }

    @Test
    void passesOverWhatAReaderDoesNotKnow() throws IOException {
        var later =
                Files.readString(file("phase.failed"))
                        .replace("io.spillway.phase.failed.v1", "io.spillway.phase.failed.v2");
        var more =
                with(
                        golden().get("phase.failed").toJson(),
                        "surprise",
                        golden().get("phase.failed").toJson());

        assertThat(EventReader.read(later)).isEmpty();
        assertThat(EventReader.read("{\"Type\": \"SubscriptionConfirmation\"}")).isEmpty();
        assertThat(EventReader.read("{\"type\": 7}")).isEmpty();
        assertThat(EventReader.read(Json.write(more))).hasValue(golden().get("phase.failed"));
    }

    @Test
    void readsAnEventInItsEnvelope() throws IOException {
        var event = golden().get("phase.failed");
        var envelope =
                JsonObject.of()
                        .put("Type", "Notification")
                        .put("MessageId", "1")
                        .put("Message", Json.write(event.toJson()))
                        .build();

        assertThat(EventReader.read(Json.write(envelope))).hasValue(event);
    }
}

package io.spillway.router.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.synthetic.Envelope;
import io.spillway.pipeline.synthetic.HostileKeys;
import io.spillway.pipeline.synthetic.ToldObject;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Results;
import io.spillway.pipeline.work.Upload;
import io.spillway.pipeline.work.Usage;
import io.spillway.pipeline.work.WorkItem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What was told comes out as it went in; what can't be read is a value with a sentence. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class IntakeParserProperties {

    private static final long LARGEST_OBJECT = 5L << 40;

    /** The last but one is half of a character outside the 16-bit plane. */
    private static final String WRONG = "\"{}[]:,\\0-.eEtn u\0\ud800é";

    @Property
    void givesBackExactlyTheObjectsThatWereTold(
            @ForAll Envelope envelope, @ForAll("toldLists") List<ToldObject> told) {
        var fitting = told.subList(0, Math.min(told.size(), envelope.mostObjects()));

        assertThat(IntakeParser.parse(envelope.write(fitting)))
                .isEqualTo(
                        new IntakeMessage.Uploaded(
                                fitting.stream().map(IntakeParserProperties::arrived).toList()));
    }

    private static ArrivedObject arrived(ToldObject told) {
        return new ArrivedObject(
                new ObjectLocation(told.bucket(), told.key()),
                told.versionId(),
                told.etag(),
                told.size(),
                told.sequencer(),
                Optional.of(Envelope.PUT_AT));
    }

    @Example
    void givesBackTheLongestKey() {
        for (var character : List.of("a", " ", "+", "%", "ü", "中", "\ud83d\ude00")) {
            var bytes = character.getBytes(StandardCharsets.UTF_8).length;
            var key = character.repeat(HostileKeys.MOST_BYTES / bytes);
            for (var envelope : Envelope.values()) {
                givesBackExactlyTheObjectsThatWereTold(envelope, List.of(told(key)));
            }
        }
    }

    @Property
    void givesBackAPhaseEventThatEndsAWorkItemAndNothingOfOthers(
            @ForAll("phaseEvents") PhaseEvent event) {
        var text = Json.write(event.toJson());
        var expected =
                event.happening().isTerminal()
                        ? new IntakeMessage.PhaseEnded(event)
                        : new IntakeMessage.Nothing("phase event " + event.id());

        assertThat(IntakeParser.parse(text)).isEqualTo(expected);
        assertThat(IntakeParser.parse(Envelope.inSns(text))).isEqualTo(expected);
    }

    @Property
    void givesBackTheRoutersOwnMessages(
            @ForAll("items") WorkItem item,
            @ForAll("versions") ObjectVersion output,
            @ForAll("ends") Optional<Instant> ended,
            @ForAll @IntRange(max = 1_000_000) int first) {
        var from = new Origin(item, ended);
        var one = new IntakeMessage.Output(from, output, first, first + 1);
        var range = new IntakeMessage.OutputRange(from, output.location(), first, first + 200);

        assertThat(IntakeParser.parse(OutputMessages.write(one, Optional.empty()))).isEqualTo(one);
        assertThat(IntakeParser.parse(OutputMessages.write(range, Optional.empty())))
                .isEqualTo(range);
    }

    @Property
    void saysThatItCanNotReadANumberThatItsOwnMessagesNeverHave(
            @ForAll("items") WorkItem item, @ForAll @LongRange(min = 1L << 31) long number) {
        var from = new Origin(item, Optional.empty());
        var range = new IntakeMessage.OutputRange(from, item.input().location(), 7, 207);
        var body = OutputMessages.write(range, Optional.empty());

        assertThat(IntakeParser.parse(body.replace("\"first\":7", "\"first\":" + number)))
                .isInstanceOfSatisfying(
                        IntakeMessage.Unreadable.class,
                        message ->
                                assertThat(message.why()).contains("\"first\"", "at most 32 bits"));
    }

    @Property
    void saysThatItCanNotReadAnAttemptThatNoEventHas(
            @ForAll("phaseEvents") PhaseEvent event,
            @ForAll @LongRange(min = 1L << 31) long number) {
        var body = Json.write(event.toJson());
        var attempt = "\"attempt\":" + event.attempt();

        assertThat(IntakeParser.parse(body.replace(attempt, "\"attempt\":" + number)))
                .isInstanceOfSatisfying(
                        IntakeMessage.Unreadable.class,
                        message ->
                                assertThat(message.why())
                                        .contains("\"attempt\"", "at most 32 bits"));
    }

    @Property
    void saysOfEveryMessageThatIsCutOffThatItCanNotBeRead(
            @ForAll("messages") String message, @ForAll Random random) {
        var part = message.substring(0, random.nextInt(message.length()));

        assertThat(IntakeParser.parse(part)).isInstanceOf(IntakeMessage.Unreadable.class);
        demandAnswer(part);
    }

    @Property(tries = 3000)
    void answersToMessagesWithWrongCharacters(
            @ForAll("messages") String message,
            @ForAll @IntRange(min = 1, max = 8) int changes,
            @ForAll Random random) {
        var text = new StringBuilder(message);
        for (var i = 0; i < changes; i++) {
            text.setCharAt(
                    random.nextInt(text.length()), WRONG.charAt(random.nextInt(WRONG.length())));
        }

        demandAnswer(text.toString());
    }

    /** Well-formed JSON that is wrong in any member, at any depth. */
    @Property(tries = 5000)
    void answersToMessagesWithWrongMembers(
            @ForAll("messages") String message, @ForAll Random random) {
        var wrong = withOneWrong(Json.readObject(message), random);

        demandAnswer(Json.write(wrong));
        demandAnswer(Envelope.inSns(Json.write(wrong)));
    }

    @Property
    void answersToAnyJson(@ForAll Random random) {
        demandAnswer(Json.write(anyValue(random, 5)));
    }

    @Example
    void answersToMessagesThatAreNestedTooDeep() {
        for (var depth : List.of(100, 1_000, 100_000)) {
            demandAnswer("[".repeat(depth));
            demandAnswer("{\"Records\":".repeat(depth));
            demandAnswer("{\"Records\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
        }
    }

    @Example
    void answersToNumbersOfAnySize() {
        for (var number :
                List.of("1e999999999", "1".repeat(5_000), "-1e-999999999", "1E2147483648")) {
            demandAnswer("{\"source\":" + number + "}");
            demandAnswer(
                    "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"k\",\"size\":"
                            + number
                            + "}}}]}");
        }
    }

    @Example
    void saysInAShortSentenceWhyALargeMessageCanNotBeRead() {
        var large = "x".repeat(1 << 20);

        demandAnswer(large);
        demandAnswer("{\"spillway\":\"" + large + "\"}");
        demandAnswer("{\"" + large + "\":1}");
        demandAnswer("{\"Records\":[{\"eventSource\":\"" + large + "\"}]}");
    }

    private static void demandAnswer(String text) {
        var message = IntakeParser.parse(text);
        assertThat(message).isNotNull();
        if (message instanceof IntakeMessage.Unreadable(var why)) {
            assertThat(why)
                    .as("why %s can't be read", text)
                    .contains(" ")
                    .hasSizeBetween(15, 1_000);
        }
    }

    private static JsonValue withOneWrong(JsonValue value, Random random) {
        return switch (value) {
            case JsonObject object when !object.members().isEmpty() -> {
                var members = new LinkedHashMap<>(object.members());
                var name = List.copyOf(members.keySet()).get(random.nextInt(members.size()));
                var inner = members.get(name).value();
                switch (random.nextInt(6)) {
                    case 0 -> members.remove(name);
                    case 1 -> members.put(name, member(anyValue(random, 2)));
                    default -> members.put(name, member(withOneWrong(inner, random)));
                }
                yield new JsonObject(Position.NONE, members);
            }
            case JsonValue.Array(var _, var items) when !items.isEmpty() -> {
                var changed = new ArrayList<>(items);
                var index = random.nextInt(items.size());
                changed.set(index, withOneWrong(items.get(index), random));
                yield new JsonValue.Array(Position.NONE, changed);
            }
            default -> anyValue(random, 2);
        };
    }

    private static JsonObject.Member member(JsonValue value) {
        return new JsonObject.Member(Position.NONE, value);
    }

    private static JsonValue anyValue(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> new JsonValue.Null(Position.NONE);
            case 1 -> new JsonValue.Bool(Position.NONE, random.nextBoolean());
            case 2 -> new JsonValue.Numeric(Position.NONE, new BigDecimal(random.nextLong()));
            case 3 -> new JsonValue.Numeric(Position.NONE, new BigDecimal("1e40"));
            case 4 -> new JsonValue.Text(Position.NONE, "");
            case 5 ->
                    new JsonValue.Text(
                            Position.NONE, HostileKeys.of(random.nextInt(30), random::nextInt));
            case 6 ->
                    new JsonValue.Array(
                            Position.NONE,
                            Stream.generate(() -> anyValue(random, depth - 1))
                                    .limit(random.nextInt(4))
                                    .toList());
            default -> anyObject(random, depth);
        };
    }

    private static JsonObject anyObject(Random random, int depth) {
        var names = List.of("Records", "s3", "Type", "source", "detail", "spillway", "x", "");
        var members = new LinkedHashMap<String, JsonObject.Member>();
        for (var i = random.nextInt(4); i > 0; i--) {
            members.put(
                    names.get(random.nextInt(names.size())), member(anyValue(random, depth - 1)));
        }
        return new JsonObject(Position.NONE, members);
    }

    /** A message of each kind that the router knows. */
    @Provide
    Arbitrary<String> messages() {
        var s3 =
                Combinators.combine(Arbitraries.of(Envelope.class), tolds())
                        .as((envelope, told) -> envelope.write(List.of(told)));
        var phase = phaseEvents().map(event -> Json.write(event.toJson()));
        var output =
                Combinators.combine(origins(), versions())
                        .as((from, version) -> new IntakeMessage.Output(from, version, 3, 7))
                        .map(one -> OutputMessages.write(one, Optional.empty()));
        var range =
                origins()
                        .map(
                                from ->
                                        new IntakeMessage.OutputRange(
                                                from, from.item().input().location(), 0, 200))
                        .map(all -> OutputMessages.write(all, Optional.empty()));
        return Arbitraries.oneOf(s3, phase, output, range, Arbitraries.of(JOB_ENDED, TEST_EVENT));
    }

    private static final String TEST_EVENT =
            """
            {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-01-02T03:04:05.678Z","Bucket":"drop","RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR"}""";

    private static final String JOB_ENDED =
            """
            {"version":"0","source":"aws.batch","detail-type":"Batch Job State Change","detail":{"jobId":"j","jobName":"n","status":"FAILED",
             "statusReason":"Essential container in task exited","container":{"exitCode":65,"reason":"r"},
             "attempts":[{"container":{"exitCode":1}},{"taskProperties":[{"containers":[{"exitCode":65,"reason":"r"}]}]}]}}""";

    @Provide
    Arbitrary<List<ToldObject>> toldLists() {
        return tolds().list().ofMinSize(1).ofMaxSize(5);
    }

    @Provide
    Arbitrary<ToldObject> tolds() {
        var hex =
                Arbitraries.strings().withChars("0123456789ABCDEF").ofMinLength(1).ofMaxLength(32);
        return Combinators.combine(
                        keys(),
                        Arbitraries.longs().between(0, LARGEST_OBJECT).optional(0.9),
                        hex.optional(0.9),
                        hex.optional(0.5),
                        hex.optional(0.9))
                .as(
                        (key, size, etag, version, sequencer) ->
                                new ToldObject(
                                        "drop",
                                        key,
                                        size.stream().mapToLong(Long::longValue).findFirst(),
                                        etag,
                                        version,
                                        sequencer));
    }

    private static ToldObject told(String key) {
        return new ToldObject(
                "drop",
                key,
                OptionalLong.of(1),
                Optional.of("e"),
                Optional.of("v"),
                Optional.of("00"));
    }

    private static Arbitrary<String> keys() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, HostileKeys.MOST_BYTES),
                        Arbitraries.randomValue(Random::nextLong))
                .as((length, seed) -> HostileKeys.of(length, new Random(seed)::nextInt));
    }

    @Provide
    Arbitrary<ObjectVersion> versions() {
        return Combinators.combine(
                        keys(),
                        Arbitraries.strings().alpha().numeric().ofMaxLength(32).optional(0.5),
                        Arbitraries.longs().between(0, LARGEST_OBJECT))
                .as(
                        (key, version, size) ->
                                new ObjectVersion(
                                        new ObjectLocation("out", key), version, "e", size));
    }

    @Provide
    Arbitrary<Optional<Instant>> ends() {
        return Arbitraries.longs()
                .between(0, 4_102_444_800_000L)
                .map(Instant::ofEpochMilli)
                .optional(0.9);
    }

    private Arbitrary<Origin> origins() {
        return Combinators.combine(items(), ends()).as(Origin::new);
    }

    @Provide
    Arbitrary<WorkItem> items() {
        return Combinators.combine(
                        versions(),
                        Arbitraries.of(ContentType.class),
                        Arbitraries.integers().between(0, 100),
                        ends())
                .as(
                        (input, type, hops, made) ->
                                new WorkItem(
                                                "1234",
                                                "p",
                                                "convert",
                                                input,
                                                type,
                                                input.key(),
                                                Upload.of("p", input, "r"),
                                                hops)
                                        .madeAt(made));
    }

    @Provide
    Arbitrary<PhaseEvent> phaseEvents() {
        var happenings =
                Arbitraries.oneOf(
                        versions().list().ofMaxSize(3).map(IntakeParserProperties::succeeded),
                        Arbitraries.of(
                                new PhaseEvent.Happening.Routed(),
                                new PhaseEvent.Happening.Started(new Worker.Invocation("r")),
                                new PhaseEvent.Happening.Progressed(1, 2),
                                new PhaseEvent.Happening.Failed(
                                        new Failure(Failure.Kind.BAD_INPUT, "Line 3 is wrong.")),
                                new PhaseEvent.Happening.Skipped("Nobody wants it.")));
        return Combinators.combine(items(), happenings, Arbitraries.integers().between(0, 9))
                .as(
                        (item, happening, attempt) ->
                                PhaseEvent.of(
                                        Instant.parse("2026-01-02T03:04:05.678Z"),
                                        item,
                                        new Route.Inline("Small."),
                                        attempt,
                                        happening));
    }

    private static PhaseEvent.Happening succeeded(List<ObjectVersion> outputs) {
        return new PhaseEvent.Happening.Succeeded(
                new Results(outputs.size(), outputs, Optional.empty()),
                new Usage(Instant.EPOCH, Duration.ofMillis(5), 10, 20));
    }
}

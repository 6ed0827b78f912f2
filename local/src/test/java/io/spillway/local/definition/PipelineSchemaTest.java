package io.spillway.local.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.definition.FargateSizes;
import io.spillway.pipeline.definition.Problem;
import io.spillway.pipeline.definition.TestStageTypes;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Setting;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors and the reader judge alike, as far as structure goes. */
class PipelineSchemaTest {

    private static final Path FILE = Path.of("../docs/pipeline.schema.json");

    private static final List<String> RESERVED = List.of("upload", "on");

    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.getInstance(VersionFlag.V202012);

    static Stream<Path> valid() throws IOException {
        return Definitions.valid();
    }

    static Stream<Path> brokenStructure() throws IOException {
        return Definitions.brokenStructure();
    }

    static Stream<Path> brokenMeaning() throws IOException {
        return Definitions.brokenMeaning();
    }

    static JsonSchema schema() throws IOException {
        return FACTORY.getSchema(Files.readString(FILE));
    }

    @Test
    void isASchemaOfDraft202012() throws IOException {
        var draft =
                FACTORY.getSchema(
                        SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(draft.validate(Files.readString(FILE), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void acceptsWhatTheReaderAccepts(Path file) throws IOException {
        assertThat(mistakes(file)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("brokenStructure")
    void refusesWhatHasAnotherStructure(Path file) throws IOException {
        assertThat(mistakes(file)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("brokenMeaning")
    void leavesToTheReaderWhatNeedsMoreThanStructure(Path file) throws IOException {
        assertThat(mistakes(file)).isEmpty();
    }

    /**
     * Each phase by itself, so that none hides behind another's mistakes. The others are there with
     * nothing wrong in them, for its triggers to name.
     */
    @ParameterizedTest
    @MethodSource({"valid", "brokenStructure"})
    void judgesEachPhaseAsTheReaderDoes(Path file) throws IOException {
        for (var name : phases(file).members().keySet()) {
            var alone = alone(name, phases(file));
            var result = DefinitionReader.read(alone, "alone", TestStageTypes.catalogue());

            assertThat(schema().validate(Json.write(alone), InputFormat.JSON).isEmpty())
                    .as("the schema accepts phase %s, of which the reader says %s", name, result)
                    .isEqualTo(result instanceof Result.Checked);
        }
    }

    /** One mistake each, so that no other one makes up for what the schema lets pass. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "on: upload",
                "stage: summary",
                "on: [], stage: summary",
                "on: {}, stage: summary",
                "on: {every: first}, stage: summary",
                "on: {after: first, every: first}, stage: summary",
                "on: [upload, upload], stage: summary",
                "after: [], stage: summary",
                "after: 1, stage: summary",
                "after: {every: 1}, stage: summary",
                "after: {partial: fail}, stage: summary",
                "after: {every: first, partial: wait}, stage: summary",
                "after: {every: first, within: 6}, stage: summary",
                "after: {every: first, until: 6h}, stage: summary",
                "after: [first, first], stage: summary",
                "on: upload, stage: summary, more: 1",
                "on: upload, stage: summary, match: {}, match-all: true",
                "on: upload, stage: summary, match: {sizes: 1}",
                "on: upload, stage: summary, match: {keys: []}",
                "on: upload, stage: summary, match: {keys: ''}",
                "on: upload, stage: summary, match: {types: []}",
                "on: upload, stage: summary, match: {types: [cvs]}",
                "on: upload, stage: summary, inline: always",
                "on: upload, stage: summary, inline: {size: 1 MiB}",
                "on: upload, stage: summary, inline: {upTo: 1}",
                "on: upload, stage: summary, inline: {upTo: '1'}",
                "on: upload, stage: summary, inline: {upTo: 1 MiB/s}",
                "on: upload, stage: summary, inline: {within: 90}",
                "on: upload, stage: summary, inline: {within: ''}",
                "on: upload, stage: summary, inline: {within: 1.5m}",
                "on: upload, stage: summary, inline: {within: 1000ms}",
                "on: upload, stage: summary, inline: never, batch: never",
                "on: upload, stage: summary, inline: {}, batch: always",
                "on: upload, stage: summary, batch: sometimes",
                "on: upload, stage: summary, batch: {cpu: 1}",
                "on: upload, stage: summary, batch: {vcpu: 3}",
                "on: upload, stage: summary, batch: {vcpu: '3'}",
                "on: upload, stage: summary, batch: {retries: 10}",
                "on: upload, stage: summary, batch: {retries: -1}",
                "on: upload, stage: summary, batch: {retries: 1.5}",
                "on: upload, stage: summary, batch: {retries: '10'}",
                "on: upload, stage: summary, batch: {spot: 1}",
                "on: upload, stage: summary, output: out",
                "on: upload, stage: summary, output: ../",
                "on: upload, stage: legacy",
                "on: upload, stage: {}",
                "on: upload, stage: [summary]",
                "on: upload, stage: {summary: {}, unpack: {}}",
                "on: upload, stage: {summary: {fast: true}}",
                "on: upload, stage: {convert: {to: parquet}}",
                "on: upload, stage: {probe: {word: [x]}}",
                "on: upload, stage: {legacy: {}}",
                "on: upload, stage: {legacy: {command: []}}",
                "on: upload, stage: {legacy: {command: run}}",
                "on: upload, stage: {legacy: {command: [1.5]}}",
                "on: upload, stage: {legacy: {command: [run], silence: 60}}",
                "on: upload, stage: {legacy: {command: [run], patience: 1m}}",
                "on: upload, stage: {legacy: {command: [run], workingFolder: here}}",
                "on: upload, stage: {legacy: {command: [run], progress: '{done} {done}'}}",
                "on: upload, stage: {legacy: {command: [run], progress: '{percent} {total}'}}",
                "on: upload, stage: {legacy: {command: [run], progress: '{total} {percent}'}}",
                "on: upload, stage: {legacy: {command: [run], progress: '{total}'}}",
                "on: upload, stage: {legacy: {command: [run], progress: 7}}",
                "on: upload, stage: {legacy: {command: [run], log: []}}",
                "on: upload, stage: {legacy: {command: [run], log: {a: fail}}}",
                "on: upload, stage: {legacy: {command: [run], log: [{line: a}]}}",
                "on: upload, stage: {legacy: {command: [run], log: [{means: fail}]}}",
                "on: upload, stage: {legacy: {command: [run], log: [{line: a, means: stop}]}}",
                "on: upload, stage: {legacy: {command: [run], log: [{line: '**', means: fail}]}}",
                "on: upload, stage: {legacy: {command: [run], log: [{line: '', means: fail}]}}",
                "on: upload, stage: {legacy: {command: [run], log: [{line: 1.5, means: fail}]}}",
                "on: upload, stage: {legacy: {command: [run], log: [{line: a, means: fail, if: 1}]}}",
                "on: upload, stage: {legacy: {command: [run], exit: {silence: succeed}}}",
                "on: upload, stage: {legacy: {command: [run], exit: {timeLimit: succeed}}}",
                "on: upload, stage: {legacy: {command: [run], exit: {quiet: fail}}}",
                "on: upload, stage: {legacy: {command: [run], image: settle, silence: 1m}}",
                "on: upload, stage: {legacy: {command: [run], image: settle, workingFolder: home}}",
                "on: upload, stage: {legacy: {command: [run], image: 7}}",
                "on: upload, stage: {legacy: {command: [run], image: ''}}",
                "on: upload, stage: {legacy: {command: [run], image: 'Settle'}}",
                "on: upload, stage: {legacy: {command: [run], image: 'settle:'}}",
                "on: upload, stage: {legacy: {command: [run], image: 'a b'}}",
                "on: upload, stage: {legacy: {command: [run], image: '--privileged'}}",
                "on: upload, stage: {legacy: {command: [run], image: 'settle@sha256:12'}}",
                "on: upload, stage: {legacy: {command: [run], image: settle, input: stdin}}",
                "on: upload, stage: {legacy: {command: [run], image: settle, output: stdout}}",
                "on: upload, stage: {legacy: {command: [run], input: pipe}}",
                "on: upload, stage: {legacy: {command: [run], output: file}}",
                "on: upload, stage: {legacy: {command: [run], environment: {1A: x}}}",
                "on: upload, stage: {legacy: {command: [run], environment: {SPILLWAY_RUN: x}}}",
                "on: upload, stage: {legacy: {command: [run], environment: {A: 1.5}}}",
                "on: upload, stage: {legacy: {command: [run], exit: {256: fail}}}",
                "on: upload, stage: {legacy: {command: [run], exit: {'01': fail}}}",
                "on: upload, stage: {legacy: {command: [run], exit: {1: retry-larger}}}",
                "on: upload, stage: {legacy: {command: [run]}}, inline: {}",
                "on: upload, stage: {legacy: {command: [run]}}, inline: never",
                "on: upload, stage: {legacy: {command: [run]}}, batch: never"
            })
    void refusesSingleMistakesAsTheReaderDoes(String phase) throws IOException {
        var first = "first: {on: upload, stage: summary}";
        var yaml = "{pipeline: p, phases: {%s, a: {%s}}}".formatted(first, phase);

        assertThat(problems(yaml)).hasSize(1);
        assertThat(mistakes(yaml)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{pipeline: p}",
                "{phases: {a: {on: upload, stage: summary}}}",
                "{pipeline: p, phases: {}}",
                "{pipeline: p, phases: {a: {on: upload, stage: summary}}, more: 1}",
                "{pipeline: P, phases: {a: {on: upload, stage: summary}}}",
                "{pipeline: p, phases: {every: {on: upload, stage: summary}}}",
                "{pipeline: p, phases: {a--b: {on: upload, stage: summary}}}",
                "{pipeline: p, phases: {'null': {on: upload, stage: summary}}}",
                "[]"
            })
    void refusesSingleMistakesOfTheWholeAsTheReaderDoes(String yaml) throws IOException {
        assertThat(problems(yaml)).hasSize(1);
        assertThat(mistakes(yaml)).isNotEmpty();
    }

    @Test
    void offersTheStagesOfTheCatalogueWithTheirSettings() throws IOException {
        for (var type : BuiltInStages.catalogue()) {
            assertThat(words("/$defs/stage/anyOf/0/enum")).contains(type.name());
            var settings = (JsonObject) at("/$defs/%sSettings/properties".formatted(type.name()));
            assertThat(settings.members().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            type.settings().stream().map(Setting::name).toList());
            for (var setting : type.settings()) {
                assertSame(setting, settings.requireObject(setting.name()));
            }
        }
    }

    /** The keys as the reader lists them when it meets one that it doesn't know. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/properties; {'x': 1}",
                "/$defs/phase/properties; {'phases': {'a': {'x': 1}}}",
                "/$defs/phase/properties/match/properties; {'phases': {'a': {'match': {'x': 1}}}}",
                "/$defs/phase/properties/inline/anyOf/1/properties; {'phases': {'a': {'inline': {'x': 1}}}}",
                "/$defs/batchNeeds/properties; {'phases': {'a': {'batch': {'x': 1}}}}",
                "/$defs/legacy/properties; {'phases': {'a': {'stage': {'legacy': {'x': 1}}}}}",
                "/$defs/trigger/anyOf/1/properties; {'phases': {'a': {'on': {'x': 1}}}}"
            })
    void knowsTheKeysThatTheReaderKnows(String pointer, String document) throws IOException {
        var keys = ((JsonObject) at(pointer)).members().keySet();

        assertThat(allowedKeys(document)).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void knowsEveryTypeOfContent() throws IOException {
        assertThat(words("/$defs/contentType/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(ContentType.values()).map(ContentType::word).toList());
    }

    @Test
    void knowsEveryNumberOfVcpus() throws IOException {
        assertThat(words("/$defs/batchNeeds/properties/vcpu/anyOf/0/enum"))
                .containsExactlyElementsOf(
                        FargateSizes.offers().stream()
                                .map(offer -> offer.vcpu().toPlainString())
                                .toList());
    }

    private static void assertSame(Setting setting, JsonObject inSchema) throws IOException {
        var shared = inSchema.text("$ref").orElse("");
        var described =
                inSchema.get("description").isPresent()
                        ? inSchema
                        : (JsonObject) at(shared.substring(1));

        assertThat(described.requireText("description")).isEqualTo(setting.description());
        assertThat(words(described.array("enum"))).isEqualTo(setting.allowed());
        assertThat(described.get("default").map(PipelineSchemaTest::word))
                .isEqualTo(setting.otherwise());
    }

    private static JsonObject phases(Path file) throws IOException {
        var root = YamlDocument.read(Files.readAllBytes(file)).root().orElseThrow();
        return root instanceof JsonObject object
                        && object.get("phases").orElse(null) instanceof JsonObject phases
                ? phases
                : JsonObject.of().build();
    }

    private static JsonObject alone(String name, JsonObject all) {
        var phases = JsonObject.of();
        all.members().keySet().stream()
                .filter(other -> other.matches("[a-z]{1,9}") && !RESERVED.contains(other))
                .forEach(
                        other ->
                                phases.put(
                                        other,
                                        JsonObject.of()
                                                .put("on", "upload")
                                                .put("stage", "summary")));
        phases.put(name, all.members().get(name).value());
        return JsonObject.of().put("pipeline", "alone").put("phases", phases).build();
    }

    private static Set<ValidationMessage> mistakes(Path file) throws IOException {
        return mistakes(Files.readString(file));
    }

    private static Set<ValidationMessage> mistakes(String yaml) throws IOException {
        var root = YamlDocument.read(yaml.getBytes(StandardCharsets.UTF_8)).root().orElseThrow();
        return schema().validate(Json.write(root), InputFormat.JSON);
    }

    private static List<Problem> problems(String yaml) {
        var bytes = yaml.getBytes(StandardCharsets.UTF_8);
        return switch (DefinitionFile.read(bytes, "test", TestStageTypes.catalogue())) {
            case Result.Checked _ -> List.of();
            case Result.Mistaken(var _, var problems) -> problems;
        };
    }

    private static List<String> allowedKeys(String document) {
        var result =
                DefinitionReader.read(
                        Json.read(document.replace('\'', '"')), "keys", TestStageTypes.catalogue());
        return switch (result) {
            case Result.Checked _ -> List.of();
            case Result.Mistaken(var _, var problems) ->
                    problems.stream()
                            .map(Problem::message)
                            .filter(message -> message.startsWith("found the key \"x\"; allowed: "))
                            .map(message -> message.substring(message.indexOf("allowed: ") + 9))
                            .flatMap(keys -> Stream.of(keys.replace(".", "").split(", ")))
                            .toList();
        };
    }

    private static List<String> words(String pointer) throws IOException {
        return words(((JsonValue.Array) at(pointer)).items());
    }

    private static List<String> words(List<JsonValue> values) {
        return values.stream().map(PipelineSchemaTest::word).toList();
    }

    private static String word(JsonValue value) {
        return value instanceof JsonValue.Text(var _, var text) ? text : Json.write(value);
    }

    /** What a JSON pointer without escapes points to. */
    private static JsonValue at(String pointer) throws IOException {
        var value = Json.read(Files.readString(FILE));
        for (var step : pointer.substring(1).split("/")) {
            value =
                    switch (value) {
                        case JsonObject object -> object.get(step).orElseThrow();
                        case JsonValue.Array list -> list.items().get(Integer.parseInt(step));
                        case JsonValue other ->
                                throw new AssertionError("No %s in %s".formatted(step, other));
                    };
        }
        return value;
    }
}

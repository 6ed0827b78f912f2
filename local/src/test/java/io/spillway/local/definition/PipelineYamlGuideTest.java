package io.spillway.local.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.BatchNeeds;
import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.definition.InlineLimits;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.stages.BuiltInStages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference says what the reader does. */
class PipelineYamlGuideTest {

    private static final Pattern DEFINITION =
            Pattern.compile("```yaml\n(pipeline:.*?)```", Pattern.DOTALL);

    static Stream<String> definitions() throws IOException {
        return DEFINITION.matcher(guide()).results().map(found -> found.group(1)).toList().stream();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void showsDefinitionsWithoutAMistake(String definition) {
        assertThat(
                        DefinitionFile.read(
                                definition.getBytes(StandardCharsets.UTF_8),
                                "guide",
                                BuiltInStages.catalogue()))
                .isInstanceOf(Result.Checked.class);
    }

    @Test
    void showsAnExampleForEachSection() throws IOException {
        assertThat(definitions()).hasSize(12);
    }

    /** Every key of the schema stands in a table. */
    @Test
    void namesEveryKey() throws IOException {
        var schema = Json.readObject(Files.readString(Path.of("../docs/pipeline.schema.json")));
        var phase = schema.requireObject("$defs").requireObject("phase");
        var keys =
                Stream.of(
                                schema.requireObject("properties"),
                                phase.requireObject("properties"),
                                properties(schema, "legacy"),
                                properties(schema, "batchNeeds"),
                                properties(schema, "unpackSettings"),
                                properties(schema, "convertSettings"),
                                properties(schema, "summarySettings"),
                                properties(schema, "splitSettings"),
                                properties(schema, "joinSettings"))
                        .flatMap(object -> object.members().keySet().stream())
                        .toList();

        assertThat(keys).allMatch(key -> isInTable(key));
    }

    @Test
    void namesEveryTypeOfContent() throws IOException {
        assertThat(guide())
                .contains(
                        Arrays.stream(ContentType.values())
                                .map(type -> "`" + type.word() + "`")
                                .toList());
    }

    @Test
    void givesTheDefaults() throws IOException {
        var inline = InlineLimits.DEFAULT;
        var batch = BatchNeeds.DEFAULT;

        assertThat(defaultOf("upTo")).isEqualTo(inline.upTo().toString());
        assertThat(defaultOf("within")).isEqualTo(Durations.format(inline.within()));
        assertThat(defaultOf("vcpu")).isEqualTo(batch.vcpu().toString());
        assertThat(defaultOf("disk")).isEqualTo(batch.disk().toString());
        assertThat(defaultOf("timeout")).isEqualTo(Durations.format(batch.timeout()));
        assertThat(defaultOf("retries")).isEqualTo(String.valueOf(batch.attempts() - 1));
        assertThat(defaultOf("spot")).isEqualTo(String.valueOf(batch.spot()));
    }

    private static JsonObject properties(JsonObject schema, String definition) {
        return schema.requireObject("$defs").requireObject(definition).requireObject("properties");
    }

    private static boolean isInTable(String key) {
        return Pattern.compile("^\\|.*`%s`.*\\|$".formatted(key), Pattern.MULTILINE)
                .matcher(guide())
                .find();
    }

    /** The last cell of the row that starts with a key, without its backticks. */
    private static String defaultOf(String key) {
        return Pattern.compile(
                        "^\\| `%s` \\|.*\\| `([^`]*)` \\|$".formatted(key), Pattern.MULTILINE)
                .matcher(guide())
                .results()
                .map((MatchResult row) -> row.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static String guide() {
        try {
            return Files.readString(Path.of("../docs/pipeline-yaml.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.spillway.local.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.Problem;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: b                 | {\"a\":\"b\"}",
                "a: 1                 | {\"a\":1}",
                "a: -0.25             | {\"a\":-0.25}",
                "a: 0x1F              | {\"a\":31}",
                "a: 0o17              | {\"a\":15}",
                "a: .5                | {\"a\":0.5}",
                "a: True              | {\"a\":true}",
                "a: ~                 | {\"a\":null}",
                "a:                   | {\"a\":null}",
                "a: '1'               | {\"a\":\"1\"}",
                "a: \"no\"            | {\"a\":\"no\"}",
                "a: 10.0.0.1          | {\"a\":\"10.0.0.1\"}",
                "a: 64 MiB            | {\"a\":\"64 MiB\"}",
                "on: 1                | {\"on\":1}",
                "75: x                | {\"75\":\"x\"}",
                "[a, {b: c}, []]      | [\"a\",{\"b\":\"c\"},[]]",
                "{a: &x [1], b: *x}   | {\"a\":[1],\"b\":[1]}"
            })
    void readsTheCoreSchema(String yaml, String json) {
        assertThat(read(yaml).problems()).isEmpty();
        assertThat(Json.write(read(yaml).root().orElseThrow())).isEqualTo(json);
    }

    @Test
    void readsTextOverSeveralLines() {
        assertThat(root("a: |\n  x\n  y\nb: >\n  x\n  y\n"))
                .isEqualTo(JsonObject.of().put("a", "x\ny\n").put("b", "x y\n").build());
    }

    @Test
    void keepsThePlaceOfEverything() {
        var root = (JsonObject) root("# first\na:\n  - ü: 😀 x\n    b: 2\n");

        assertThat(root.at()).isEqualTo(new Position(2, 1));
        var list = (JsonValue.Array) root.members().get("a").value();
        var map = (JsonObject) list.items().getFirst();
        assertThat(map.members().get("ü").nameAt()).isEqualTo(new Position(3, 5));
        assertThat(map.members().get("ü").value().at()).isEqualTo(new Position(3, 8));
        assertThat(map.members().get("b").value().at()).isEqualTo(new Position(4, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y",
                "N",
                "yes",
                "No",
                "ON",
                "off",
                "0777",
                "-012",
                "00",
                "0b1",
                "1_000",
                "+1",
                "2012-01-01",
                "2012-1-1 10:00:00",
                ".inf",
                "-.INF",
                ".nan",
                "1e1000",
                "1234567890123456789012345678901"
            })
    void wantsQuotesWhereReadersDiffer(String scalar) {
        assertThat(read("a: " + scalar).problems()).hasSize(1);
        assertThat(read("a: '" + scalar + "'").problems()).isEmpty();
        assertThat(read(scalar + ": a").problems()).hasSize(1);
        assertThat(read("'" + scalar + "': a").problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "null", "~", "1.5", "-1", "0x1F", "''"})
    void takesForKeysWhatEveryReaderTakesForTheSameText(String key) {
        assertThat(read(key + ": a").problems()).hasSize(key.equals("''") ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"32, 0", "33, 1", "5000, 1"})
    void takesThirtyTwoLevels(int depth, int problems) {
        assertThat(read("[".repeat(depth + 1) + "]".repeat(depth + 1)).problems())
                .hasSize(problems);
    }

    @ParameterizedTest
    @CsvSource({"19998, 0", "19999, 0", "20000, 1"})
    void takesTwentyThousandValues(int items, int problems) {
        assertThat(read("[" + "x,".repeat(items) + "]").problems()).hasSize(problems);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 0", "1, 1"})
    void takesAMebibyte(int more, int problems) {
        assertThat(read("#" + " ".repeat(YamlDocument.MOST_BYTES - 5 + more) + "\na: ").problems())
                .hasSize(problems);
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(root("\uFEFFa: b")).isEqualTo(JsonObject.of().put("a", "b").build());
    }

    @Test
    void keepsTheFirstOfTwoEqualKeys() {
        var document = read("a: 1\na: 2\n");

        assertThat(document.root()).hasValue(JsonObject.of().put("a", 1).build());
        assertThat(document.problems())
                .containsExactly(
                        new Problem(
                                new Position(2, 1),
                                "",
                                "found the key \"a\" again, which stands at 1:1 already; allowed: each key once."));
    }

    @Property
    void neverThrowsOnText(@ForAll String text) {
        assertHasTreeOrProblem(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void neverThrowsOnBytes(@ForAll byte[] bytes) {
        assertHasTreeOrProblem(bytes);
    }

    private static void assertHasTreeOrProblem(byte[] bytes) {
        var document = YamlDocument.read(bytes);

        assertThat(document.root().isPresent() || !document.problems().isEmpty()).isTrue();
        assertThat(document.problems())
                .allMatch(problem -> problem.at().line() > 0 && problem.at().column() > 0);
    }

    private static YamlDocument read(String yaml) {
        return YamlDocument.read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonValue root(String yaml) {
        var document = read(yaml);
        assertThat(document.problems()).isEqualTo(List.of());
        return document.root().orElseThrow();
    }
}

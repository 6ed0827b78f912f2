package io.spillway.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.sqs.MessageAttribute;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages a filter policy lets pass. The tables quote with ' and separate with |. */
class FilterPolicyTest {

    private static boolean acceptsBody(String policy, String body) {
        return FilterPolicy.parse(policy, FilterPolicy.Scope.MESSAGE_BODY)
                .accepts(SnsMessage.plain(Optional.empty(), body));
    }

    /**
     * @param attributes {@code {"name": ["Type", "value"]}}
     */
    private static boolean acceptsAttributes(String policy, String attributes) {
        var read = new TreeMap<String, MessageAttribute>();
        var json = Json.readObject(attributes);
        json.members()
                .keySet()
                .forEach(
                        name ->
                                read.put(
                                        name,
                                        new MessageAttribute(
                                                text(json.array(name).get(0)),
                                                text(json.array(name).get(1)))));
        return FilterPolicy.parse(policy, FilterPolicy.Scope.MESSAGE_ATTRIBUTES)
                .accepts(new SnsMessage(Optional.empty(), "body", false, read));
    }

    private static String text(JsonValue value) {
        return ((JsonValue.Text) value).value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[\"x\"]}|{\"a\":\"x\"}|true",
                "{\"a\":[\"x\"]}|{\"a\":\"X\"}|false",
                "{\"a\":[\"x\"]}|{\"b\":\"x\"}|false",
                "{\"a\":[\"x\",\"y\"]}|{\"a\":\"y\"}|true",
                "{\"a\":[\"x\"],\"b\":[\"y\"]}|{\"a\":\"x\",\"b\":\"y\"}|true",
                "{\"a\":[\"x\"],\"b\":[\"y\"]}|{\"a\":\"x\",\"b\":\"z\"}|false",
                "{\"a\":[1]}|{\"a\":1.0}|true",
                "{\"a\":[1]}|{\"a\":\"1\"}|false",
                "{\"a\":[1e2]}|{\"a\":100}|true",
                "{\"a\":[true]}|{\"a\":true}|true",
                "{\"a\":[true]}|{\"a\":\"true\"}|false",
                "{\"a\":[null]}|{\"a\":null}|true",
                "{\"a\":[null]}|{}|false",
                "{\"a\":[\"x\"]}|{\"a\":[\"w\",\"x\"]}|true",
                "{\"a\":[\"x\"]}|{\"a\":[]}|false",
            })
    void comparesValues(String policy, String body, boolean accepted) {
        assertThat(acceptsBody(policy, body)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"prefix\":\"in/\"}|\"in/a\"|true",
                "{\"prefix\":\"in/\"}|\"out/in/\"|false",
                "{\"prefix\":\"1\"}|12|false",
                "{\"suffix\":\".csv\"}|\"a.csv\"|true",
                "{\"suffix\":\".csv\"}|\"a.csv.gz\"|false",
                "{\"equals-ignore-case\":\"Straße\"}|\"sTRASSE\"|true",
                "{\"equals-ignore-case\":\"a\"}|\"ab\"|false",
                "{\"wildcard\":\"in/*.csv\"}|\"in/a/b.csv\"|true",
                "{\"wildcard\":\"in/*.csv\"}|\"in/.csv\"|true",
                "{\"wildcard\":\"in/*.csv\"}|\"in.csv\"|false",
                "{\"wildcard\":\"*a*b*\"}|\"xxaxxbxx\"|true",
                "{\"wildcard\":\"*a*b*\"}|\"xxbxxaxx\"|false",
                "{\"wildcard\":\"aa*aa\"}|\"aaa\"|false",
                "{\"wildcard\":\"a\\\\*b\"}|\"a*b\"|true",
                "{\"wildcard\":\"a\\\\*b\"}|\"axb\"|false",
                "{\"cidr\":\"10.0.0.0/24\"}|\"10.0.0.255\"|true",
                "{\"cidr\":\"10.0.0.0/24\"}|\"10.0.1.0\"|false",
                "{\"cidr\":\"10.0.0.0/24\"}|\"localhost\"|false",
                "{\"cidr\":\"2001:db8::/32\"}|\"2001:db8::1\"|true",
                "{\"cidr\":\"0.0.0.0/0\"}|\"2001:db8::1\"|false",
                "{\"exists\":true}|null|true",
                "{\"exists\":true}|{\"b\":1}|false",
                "{\"exists\":false}|\"x\"|false",
            })
    void knowsOperators(String matcher, String value, boolean accepted) {
        assertThat(acceptsBody("{\"a\":[" + matcher + "]}", "{\"a\":" + value + "}"))
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"=\",5]|5.0|true",
                "[\"=\",5]|5.1|false",
                "[\">\",5]|5|false",
                "[\">\",5]|5.00001|true",
                "[\">=\",5]|5|true",
                "[\"<\",-1]|-1|false",
                "[\"<=\",-1]|-1|true",
                "[\">\",0,\"<=\",100]|0|false",
                "[\">\",0,\"<=\",100]|1|true",
                "[\">\",0,\"<=\",100]|100|true",
                "[\">\",0,\"<=\",100]|101|false",
                "[\">=\",5,\"<=\",5.0]|5|true",
                "[\">\",0]|\"1\"|false",
            })
    void comparesNumbers(String range, String value, boolean accepted) {
        assertThat(acceptsBody("{\"a\":[{\"numeric\":" + range + "}]}", "{\"a\":" + value + "}"))
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"x\"|\"x\"|false",
                "\"x\"|\"y\"|true",
                "[\"x\",\"y\"]|\"y\"|false",
                "[\"x\",\"y\"]|\"z\"|true",
                "[\"x\",1]|1|false",
                "[\"x\",1]|2|true",
                "[\"x\"]|[\"x\",\"y\"]|true",
                "[\"x\"]|[\"x\"]|false",
                "{\"prefix\":\"a\"}|\"ab\"|false",
                "{\"prefix\":\"a\"}|\"b\"|true",
                "{\"suffix\":[\".tmp\",\".part\"]}|\"a.part\"|false",
                "{\"suffix\":[\".tmp\",\".part\"]}|\"a.csv\"|true",
                "{\"wildcard\":\"*/tmp/*\"}|\"a/tmp/b\"|false",
                "{\"equals-ignore-case\":\"x\"}|\"X\"|false",
            })
    void letsPassAnythingBut(String unwanted, String value, boolean accepted) {
        assertThat(
                        acceptsBody(
                                "{\"a\":[{\"anything-but\":" + unwanted + "}]}",
                                "{\"a\":" + value + "}"))
                .isEqualTo(accepted);
    }

    @Test
    void wantsAValueForAnythingBut() {
        assertThat(acceptsBody("{\"a\":[{\"anything-but\":\"x\"}]}", "{\"b\":\"y\"}")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"b\":[\"x\"]}}|{\"a\":{\"b\":\"x\"}}|true",
                "{\"a\":{\"b\":[\"x\"]}}|{\"a\":{\"b\":\"y\"}}|false",
                "{\"a\":{\"b\":[\"x\"]}}|{\"a\":\"x\"}|false",
                "{\"a\":{\"b\":[\"x\"]}}|{\"a\":[{\"b\":\"y\"},{\"b\":\"x\"}]}|true",
                "{\"a\":{\"b\":[1],\"c\":[2]}}|{\"a\":[{\"b\":1,\"c\":2}]}|true",
                "{\"a\":{\"b\":[1],\"c\":[2]}}|{\"a\":[{\"b\":1},{\"c\":2}]}|false",
                "{\"a\":{\"b\":[{\"exists\":false}]}}|{}|true",
                "{\"a\":{\"b\":[{\"exists\":false}]}}|{\"a\":{\"b\":1}}|false",
                "{\"$or\":[{\"a\":[1]},{\"b\":[2]}]}|{\"b\":2}|true",
                "{\"$or\":[{\"a\":[1]},{\"b\":[2]}]}|{\"b\":3}|false",
                "{\"c\":[0],\"$or\":[{\"a\":[1]},{\"b\":[2]}]}|{\"a\":1}|false",
                "{\"c\":[0],\"$or\":[{\"a\":[1]},{\"b\":[2]}]}|{\"a\":1,\"c\":0}|true",
                "{\"a\":{\"$or\":[{\"b\":[1]},{\"c\":[2]}]}}|{\"a\":{\"c\":2}}|true",
                "{\"$or\":[\"x\"]}|{\"$or\":\"x\"}|true",
                "{\"$or\":[{\"prefix\":\"x\"},{\"suffix\":\"y\"}]}|{\"$or\":\"xa\"}|true",
            })
    void looksIntoBodies(String policy, String body, boolean accepted) {
        assertThat(acceptsBody(policy, body)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "[{\"a\":\"x\"}]", "{\"a\":\"x\"", "{\"a\":1,\"a\":\"x\"}"})
    void letsNoBodyPassThatIsNoObject(String body) {
        assertThat(acceptsBody("{\"a\":[\"x\"]}", body)).isFalse();
    }

    @Test
    void findsTheKeyInAnEventOfS3() {
        var event =
                "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"object\":{\"key\":\"incoming/a+b.csv\",\"size\":5}}}]}";

        assertThat(
                        acceptsBody(
                                "{\"Records\":{\"s3\":{\"object\":{\"key\":[{\"prefix\":\"incoming/\"}]}},\"eventName\":[{\"prefix\":\"ObjectCreated:\"}]}}",
                                event))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[\"x\"]}|{\"a\":[\"String\",\"x\"]}|true",
                "{\"a\":[\"x\"]}|{}|false",
                "{\"a\":[\"1\"]}|{\"a\":[\"Number\",\"1\"]}|false",
                "{\"a\":[1]}|{\"a\":[\"Number\",\"1.0\"]}|true",
                "{\"a\":[1]}|{\"a\":[\"String\",\"1\"]}|false",
                "{\"a\":[{\"numeric\":[\">\",0]}]}|{\"a\":[\"Number\",\"0.5\"]}|true",
                "{\"a\":[\"x\"]}|{\"a\":[\"String.Array\",\"[\\\"w\\\",\\\"x\\\"]\"]}|true",
                "{\"a\":[true]}|{\"a\":[\"String.Array\",\"[true]\"]}|true",
                "{\"a\":[7]}|{\"a\":[\"String.Array\",\"[7]\"]}|true",
                "{\"a\":[{\"anything-but\":[\"x\"]}]}|{\"a\":[\"String.Array\",\"[\\\"x\\\",\\\"y\\\"]\"]}|true",
                "{\"a\":[{\"exists\":true}]}|{\"a\":[\"Binary\",\"AA==\"]}|false",
                "{\"a\":[{\"exists\":false}]}|{\"b\":[\"String\",\"x\"]}|true",
                "{\"$or\":[{\"a\":[\"x\"]},{\"b\":[\"y\"]}]}|{\"b\":[\"String\",\"y\"]}|true",
            })
    void looksAtAttributes(String policy, String attributes, boolean accepted) {
        assertThat(acceptsAttributes(policy, attributes)).isEqualTo(accepted);
    }

    @Test
    void letsEverythingPassWithoutRules() {
        assertThat(FilterPolicy.ALL.accepts(SnsMessage.plain(Optional.empty(), "text"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"x\"}|\"a\" must be an object or an array with values at 1:6, and is text.",
                "{\"a\":[]}|\"a\" must be an object or an array with values at 1:6, and is a list.",
                "{\"a\":{}}|Empty objects are not allowed: \"a\" at 1:6.",
                "{\"a\":[[\"x\"]]}|Match value must be String, number, true, false, null or an operator: a list stands at 1:7.",
                "{\"a\":[{\"like\":\"x\"}]}|Unrecognized match type like at 1:15.",
                "{\"a\":[{\"prefix\":\"x\",\"suffix\":\"y\"}]}|Only one operator is allowed in the object at 1:7, which has 2 members.",
                "{\"a\":[{\"prefix\":1}]}|prefix takes text that isn't empty, and not a number, at 1:17.",
                "{\"a\":[{\"exists\":1}]}|exists takes true or false, and not a number, at 1:17.",
                "{\"a\":[{\"wildcard\":\"a**\"}]}|Consecutive wildcard characters in \"a**\". Write one *.",
                "{\"a\":[{\"cidr\":\"10.0.0.0/33\"}]}|Malformed CIDR: \"10.0.0.0/33\" is no network: expected an address, a slash and a number from 0 to 32.",
                "{\"a\":[{\"numeric\":[\"<\"]}]}|numeric takes one comparison, or a lower and then an upper bound, as in [\">\", 0, \"<=\", 100]; found [\"<\"].",
                "{\"a\":[{\"numeric\":[\"<\",5,\">\",1]}]}|numeric takes one comparison, or a lower and then an upper bound, as in [\">\", 0, \"<=\", 100]; found [\"<\",5,\">\",1].",
                "{\"a\":[{\"numeric\":[\">\",5,\"<\",5]}]}|Bottom must be less than top in a numeric range: [\">\",5,\"<\",5].",
                "{\"a\":[1000000001]}|Value of numeric must be from -1e9 to 1e9, and is 1000000001 at 1:7.",
                "{\"a\":[{\"anything-but\":[true]}]}|anything-but takes text, numbers, or one of prefix, suffix, equals-ignore-case, wildcard, and not true, at 1:24.",
            })
    void refusesWhatIsNoPolicyAndSaysWhere(String policy, String reason) {
        assertThatThrownBy(() -> FilterPolicy.parse(policy, FilterPolicy.Scope.MESSAGE_BODY))
                .isInstanceOf(SnsError.class)
                .hasMessage("Invalid parameter: FilterPolicy: " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"a\":[\"x\"],\"a\":[\"y\"]}"})
    void refusesWhatIsNoJsonObject(String policy) {
        assertThatThrownBy(() -> FilterPolicy.parse(policy, FilterPolicy.Scope.MESSAGE_BODY))
                .isInstanceOf(SnsError.class)
                .hasMessageStartingWith("Invalid parameter: FilterPolicy: failed to parse JSON.");
    }

    @Test
    void refusesToLookIntoAttributes() {
        assertThatThrownBy(() -> acceptsAttributes("{\"a\":{\"b\":[\"x\"]}}", "{}"))
                .hasMessage(
                        "Invalid parameter: FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy: \"a\" at 1:6 holds an object.");
    }

    @ParameterizedTest
    @CsvSource({"5, true", "6, false"})
    void takesFiveKeys(int keys, boolean taken) {
        assertThat(isTaken(policy(keys, 1))).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({"1, 150, true", "1, 151, false", "2, 12, true", "2, 13, false"})
    void takesAHundredAndFiftyCombinations(int keys, int values, boolean taken) {
        assertThat(isTaken(policy(keys, values))).isEqualTo(taken);
    }

    /** Source: Amazon SNS Developer Guide, "Filter policy constraints": 4x3 times 3x2 times 3x1. */
    @Test
    void countsTheLevelsOfNestedKeys() {
        assertThat(isTaken("{\"a\":{\"b\":{\"c\":[1,2,3,4]}},\"d\":{\"e\":[1,2,3]},\"f\":[1,2,3]}"))
                .isFalse();
        assertThat(isTaken("{\"a\":{\"b\":{\"c\":[1,2,3,4]}},\"d\":{\"e\":[1,2,3]},\"f\":[1,2]}"))
                .isTrue();
    }

    private static String policy(int keys, int values) {
        var json = JsonObject.of();
        for (int key = 0; key < keys; key++) {
            json.put(
                    "key" + key,
                    IntStream.range(0, values)
                            .mapToObj(value -> new JsonValue.Text(Position.NONE, "value" + value))
                            .toList());
        }
        return Json.write(json.build());
    }

    private static boolean isTaken(String policy) {
        try {
            FilterPolicy.parse(policy, FilterPolicy.Scope.MESSAGE_BODY);
            return true;
        } catch (SnsError _) {
            return false;
        }
    }

    @Test
    void matchesALongTextAgainstManyStarsAtOnce() {
        var pattern = "{\"a\":[{\"wildcard\":\"" + "a*".repeat(1_000) + "b\"}]}";

        assertThat(acceptsBody(pattern, "{\"a\":\"" + "a".repeat(100_000) + "\"}")).isFalse();
    }
}

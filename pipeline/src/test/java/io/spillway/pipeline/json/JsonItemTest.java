package io.spillway.pipeline.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonItemTest {

    private static final byte[] DOCUMENT =
            """
            {"before": [1, 2], "list": [{"list": [9]}, [3, [4]], "]", null], "after": {"list": [5]}}"""
                    .getBytes(UTF_8);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | {\"list\":[9]}", "1 | [3,[4]]", "2 | \"]\"", "3 | null"})
    void readsOneItemAsReadingAllWould(int index, String item) {
        var all = Json.readObject(DOCUMENT).array("list");

        assertThat(Json.readItem(DOCUMENT, "list", index))
                .contains(all.get(index))
                .map(Json::write)
                .contains(item);
    }

    @ParameterizedTest
    @CsvSource({"list, 4", "list, -1", "after, 0", "before, 2", "elsewhere, 0"})
    void findsNothingWhereThereIsNone(String list, int index) {
        assertThat(Json.readItem(DOCUMENT, list, index)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{\"list\": [1",
                "{\"list\": [1, 2}",
                "{\"list\": [1]} 2",
                "{\"list\": [1], \"list\": [2]}"
            })
    void refusesWhatReadingAllRefuses(String text) {
        var bytes = text.getBytes(UTF_8);

        assertThatThrownBy(() -> Json.readItem(bytes, "list", 0)).isInstanceOf(JsonMismatch.class);
        assertThatThrownBy(() -> Json.readObject(bytes)).isInstanceOf(JsonMismatch.class);
    }
}

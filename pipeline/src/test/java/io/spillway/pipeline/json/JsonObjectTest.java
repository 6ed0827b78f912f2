package io.spillway.pipeline.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    private static JsonObject withNumber(String number) {
        return Json.readObject("{\"n\": " + number + "}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-2147483648, -2147483648", "2147483647, 2147483647", "1e3, 1000"})
    void readsAWholeNumberOf32Bits(String text, int number) {
        assertThat(withNumber(text).requireInt("n")).isEqualTo(number);
        assertThat(withNumber(text).integer("n")).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "-2147483649", "4294967296", "9223372036854775807"})
    void takesNoLargerNumberForOneOf32Bits(String number) {
        var json = withNumber(number);

        assertThatThrownBy(() -> json.requireInt("n"))
                .isInstanceOf(JsonMismatch.class)
                .hasMessage(
                        "Member \"n\" at 1:7 is a number: expected a whole number of at most 32 bits.");
        assertThatThrownBy(() -> json.integer("n")).isInstanceOf(JsonMismatch.class);
    }

    @Test
    void saysWhichNumberIsMissing() {
        var json = Json.readObject("{}");

        assertThat(json.integer("n")).isEmpty();
        assertThatThrownBy(() -> json.requireInt("n"))
                .hasMessage("Member \"n\" is missing at 1:1: expected a whole number.");
    }
}

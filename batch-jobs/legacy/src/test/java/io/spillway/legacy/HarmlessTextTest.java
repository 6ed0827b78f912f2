package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HarmlessTextTest {

    @ParameterizedTest
    @CsvSource({
        "'a b', 'a b'",
        "città 🌧, città 🌧",
        "'a\tb', 'a b'",
        "'\u001b[1;31mred\u001b[0m', red",
        "'\u001b]0;title\u0007text', text",
        "'\u001b]8;;http://x\u001b\\link', link",
        "'\u001b]never ended', ''",
        "'\u001bcreset', reset",
        "'\u001b', \\x1b",
        "'\u009b31mred', red",
        "'a\u0007\u0000b', a\\x07\\x00b",
        "'a\nb\rc', a\\x0ab\\x0dc",
        "'abc\u202e\u2066fdp', abc\\u202e\\u2066fdp",
        "'a\u2028b', a\\u2028b",
        "'\uD83C', \\ud83c"
    })
    void showsOnlySignsAndSpaces(String text, String harmless) {
        assertThat(HarmlessText.of(text)).isEqualTo(harmless);
    }
}

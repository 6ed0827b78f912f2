package io.spillway.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedTest {

    @ParameterizedTest
    @CsvSource({
        "a b/Zürich.csv, a b/Zürich.csv",
        "../../etc/passwd, ../../etc/passwd",
        "🌧.csv, 🌧.csv",
        "'', ''"
    })
    void leavesWhatCanBeReadAsItIs(String text, String escaped) {
        assertThat(Escaped.of(text)).isEqualTo(escaped);
    }

    @Test
    void escapesWhatWouldSpoilALine() {
        assertThat(Escaped.of("a\nb\0c\"d\u202Ee\uD800"))
                .isEqualTo("a\\u000ab\\u0000c\\u0022d\\u202ee\\ud800");
    }

    @Test
    void cutsWhatIsLongerThan200Characters() {
        assertThat(Escaped.of("x".repeat(1000))).isEqualTo("x".repeat(199) + "…");
        assertThat(Escaped.of("\0".repeat(1000))).hasSizeLessThanOrEqualTo(200).endsWith("…");
        assertThat(Escaped.of("x".repeat(199))).isEqualTo("x".repeat(199));
    }
}

package io.spillway.local.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {

    @ParameterizedTest
    @CsvSource({"'', 0", "abc, 3", "é, 1", "e\u0301, 1", "気温, 4", "🌡, 2", "한국, 4", "ｆｕｌｌ, 8"})
    void countsColumnsNotCharacters(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({
        "incoming/a.csv, 14, incoming/a.csv",
        "incoming/a.csv, 13, inco…ng/a.csv",
        "incoming/a.csv, 2, …v",
        "incoming/a.csv, 1, …",
        "incoming/a.csv, 0, ''",
        "気温気温気温, 8, 気…気温",
        "気温気温気温, 7, 気…気温"
    })
    void leavesOutTheMiddleOfWhatIsTooLong(String text, int columns, String cut) {
        assertThat(TextWidth.cut(text, columns, "…")).isEqualTo(cut);
    }

    @Test
    void neverGivesMoreColumnsThanAsked() {
        var text = "in/気温/e\u0301🌡/a-very-long-name.csv";

        for (int columns = 0; columns < 40; columns++) {
            assertThat(TextWidth.of(TextWidth.cut(text, columns, "…")))
                    .isLessThanOrEqualTo(columns);
            assertThat(TextWidth.of(TextWidth.cutEnd(text, columns, "…")))
                    .isLessThanOrEqualTo(columns);
        }
    }

    @Test
    void padsByColumns() {
        assertThat(TextWidth.pad("気", 4)).isEqualTo("気  ");
        assertThat(TextWidth.padLeft("気", 4)).isEqualTo("  気");
        assertThat(TextWidth.pad("long", 2)).isEqualTo("long");
    }
}

package io.spillway.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.definition.ProgressPattern.Reading;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "processed {done}/{total} | 12:01 processed 1200/9000 rows | 1200 | 9000",
                "processed {done}/{total} | processed 1,200/12,345,678 | 1200 | 12345678",
                "{total} rows, {done} done | 90 rows, 7 done | 7 | 90",
                "{done} rows | x15 rows | 15 | 0",
                "{done}/{total} | 30/20 | 30 | 30",
                "{percent}% | [#### ] 41% | 41 | 100",
                "{percent}% | 99.97% | 99 | 100",
                "{percent} % | 250 % | 100 | 100",
                "({done}) [{total}]* | see (3) [4]* | 3 | 4",
                "{done} of {total} | step 1 2 of 3 | 2 | 3",
                "n={done} | n=999999999999999999 | 999999999999999999 | 0"
            })
    void readsTheNumbersOfTheFirstPlaceThatFits(
            String pattern, String line, long done, long total) {
        assertThat(new ProgressPattern(pattern).reader().read(line))
                .hasValue(new Reading(done, total));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "processed {done}/{total} | processed -1/9",
                "processed {done}/{total} | processed 1 / 9",
                "processed {done}/{total} | Processed 1/9",
                "n={done} | n=1234567890123456789",
                "n={done} | n=x"
            })
    void readsNothingElse(String pattern, String line) {
        assertThat(new ProgressPattern(pattern).reader().read(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "done",
                "{total}",
                "{done}{done}",
                "{done} {percent}",
                "{done} {total} {total}",
                "{percent} of {total}",
                "{Done}",
                "{done}\n"
            })
    void refusesATextThatSaysTooLittleOrTooMuch(String text) {
        assertThatThrownBy(() -> new ProgressPattern(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

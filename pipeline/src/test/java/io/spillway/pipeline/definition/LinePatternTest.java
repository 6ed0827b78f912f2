package io.spillway.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinePatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OutOfMemoryError | java.lang.OutOfMemoryError: Java heap space | true",
                "outofmemory | java.lang.OutOfMemoryError | false",
                "ORA-* deadlock | 12:00 ORA-00060: deadlock detected | true",
                "ORA-* deadlock | deadlock ORA-00060 | false",
                "a*a | a | false",
                "a*a | aa | true",
                "*end | the end. | true",
                "1+1=(2) [x]? | sum 1+1=(2) [x]? done | true",
                "1+1 | 111 | false"
            })
    void findsItsPiecesInTheirOrder(String pattern, String line, boolean found) {
        assertThat(new LinePattern(pattern).isIn(line)).isEqualTo(found);
    }

    /** Against another way to the same answer, which backtracks. */
    @Property
    void saysWhatARegularExpressionSays(
            @ForAll @StringLength(min = 1, max = 8) @CharRange(from = 'a', to = 'c') String pieces,
            @ForAll @StringLength(max = 30) @CharRange(from = 'a', to = 'b') String line) {
        var pattern = "x" + pieces.replace('c', '*');
        var text = "x" + line;
        var expression =
                Stream.of(pattern.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));

        assertThat(new LinePattern(pattern).isIn(text))
                .isEqualTo(Pattern.compile(expression).matcher(text).find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "**", "a\nb", "\u001b[2J"})
    void refusesWhatFitsEveryLineOrNone(String text) {
        assertThatThrownBy(() -> new LinePattern(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

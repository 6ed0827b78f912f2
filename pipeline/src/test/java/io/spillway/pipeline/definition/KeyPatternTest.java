package io.spillway.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {

    private static final int LONGEST_KEY = 1024;

    @ParameterizedTest
    @CsvSource({
        "a.csv, a.csv, true",
        "a.csv, aXcsv, false",
        "*.csv, a.csv, true",
        "*.csv, .csv, true",
        "*.csv, x/a.csv, false",
        "in/*/a, in/x/a, true",
        "in/*/a, in/x/y/a, false",
        "in/**, in/, true",
        "in/**, in/x/y, true",
        "in/**, in, false",
        "**/a, a, true",
        "**/a, x/y/a, true",
        "**/a, xa, false",
        "in/**/a, in/a, true",
        "in/**/a, in/x/y/a, true",
        "in/**/a, in/xa, false",
        "?.csv, a.csv, true",
        "?.csv, /.csv, false",
        "?.csv, 😀.csv, true",
        "**, '', true",
        "*, '', true",
        "?, '', false",
        "'a b+%', 'a b+%', true",
        "[a-z](x)|\\d, '[a-z](x)|\\d', true",
        "***, a/b, true"
    })
    void followsTheGlob(String glob, String key, boolean matches) {
        assertThat(new KeyPattern(glob).matches(key)).isEqualTo(matches);
    }

    @Test
    void matchesAcrossLineBreaks() {
        assertThat(new KeyPattern("in/*").matches("in/a\nb\r\u2028c")).isTrue();
    }

    @Test
    void refusesAnEmptyGlob() {
        assertThatThrownBy(() -> new KeyPattern(""))
                .hasMessage("A key pattern is empty: expected a glob such as incoming/**.");
    }

    @Test
    void isAValue() {
        assertThat(new KeyPattern("in/**")).isEqualTo(new KeyPattern("in/**"));
    }

    @ParameterizedTest
    @CsvSource({"**a", "*a", "**/a", "?**", "a**/", "*?", "**"})
    void takesHostileGlobsInItsStride(String part) {
        var pattern = new KeyPattern(part.repeat(LONGEST_KEY / part.length()));

        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> {
                    assertThat(pattern.matches("a".repeat(LONGEST_KEY - 1) + "b")).isNotNull();
                    assertThat(pattern.matches("a/".repeat(LONGEST_KEY / 2))).isNotNull();
                });
    }

    @Property(tries = 2000)
    void agreesWithARegularExpression(@ForAll("globs") String glob, @ForAll("keys") String key) {
        assertThat(new KeyPattern(glob).matches(key))
                .isEqualTo(expression(glob).matcher(key).matches());
    }

    @Property
    void neverThrows(@ForAll String glob, @ForAll String key) {
        assertThat(new KeyPattern("x" + glob).matches(key)).isIn(true, false);
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.strings().withChars("*?/ab").ofMinLength(1).ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.strings().withChars("/ab").ofMaxLength(8);
    }

    /** The same meaning, in a form that backtracks. */
    private static Pattern expression(String glob) {
        var expression =
                Pattern.compile("\\*\\*/|\\*\\*|\\*|\\?|[ab/]")
                        .matcher(glob)
                        .replaceAll(
                                token ->
                                        switch (token.group()) {
                                            case "**/" -> "(?:.*/)?";
                                            case "**" -> ".*";
                                            case "*" -> "[^/]*";
                                            case "?" -> "[^/]";
                                            default -> token.group();
                                        });
        return Pattern.compile(expression, Pattern.DOTALL);
    }
}

package io.spillway.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {

    private static final List<String> WORDS = List.of("on", "after", "match", "timeout", "upTo");

    @ParameterizedTest
    @CsvSource({
        "matches, match",
        "mtach, match",
        "mach, match",
        "afterwards, after",
        "upto, upTo",
        "UPTO, upTo",
        "ti, timeout",
        "timeoutSeconds, timeout",
        "one, on"
    })
    void findsTheWordMeant(String found, String word) {
        assertThat(Spelling.nearest(found, WORDS)).hasValue(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "t", "no", "before"})
    void guessesNothingFarFetched(String found) {
        assertThat(Spelling.nearest(found, List.of("on", "timeout"))).isEmpty();
    }

    @Test
    void prefersFewerSlips() {
        assertThat(Spelling.nearest("inputs", List.of("output", "input"))).hasValue("input");
    }

    @Test
    void prefersWhatStartsAlike() {
        assertThat(Spelling.nearest("gz", List.of("xz", "gzip"))).hasValue("gzip");
    }

    @Test
    void comparesNoLongWords() {
        assertThat(Spelling.nearest("on".repeat(41), WORDS)).isEmpty();
    }
}

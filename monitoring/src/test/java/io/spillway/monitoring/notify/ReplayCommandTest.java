package io.spillway.monitoring.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.monitoring.TestEvents;
import io.spillway.pipeline.work.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "in/a.csv       | s3://drop/in/a.csv",
                "in/a b.csv     | 's3://drop/in/a b.csv'",
                "in/$(rm -rf).x | 's3://drop/in/$(rm -rf).x'",
                "it's           | 's3://drop/it'\\''s'",
                "Übersicht.csv  | 's3://drop/Übersicht.csv'",
            })
    void quotesKeysForAShell(String key, String word) {
        assertThat(command(key)).isEqualTo("./spillway replay " + word + " --phase convert");
    }

    @Test
    void namesTheWorkItemWhereAKeyCanNotBeShown() {
        assertThat(command("in/a\u202Eb\n"))
                .isEqualTo(
                        "./spillway replay --item "
                                + TestEvents.item("convert", "in/a\u202Eb\n").id());
    }

    private static String command(String key) {
        return Alert.of(TestEvents.failed("convert", key, Failure.Kind.BUG, "no").toJson())
                .orElseThrow()
                .command()
                .orElseThrow();
    }
}

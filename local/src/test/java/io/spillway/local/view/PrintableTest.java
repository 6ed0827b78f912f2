package io.spillway.local.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @ParameterizedTest
    @CsvSource({
        "plain+key%2F.csv, plain+key%2F.csv",
        "'Zürich 気温 🌡.csv', 'Zürich 気温 🌡.csv'",
        "'a\u001b[2Jb', 'a\\x1b[2Jb'",
        "'line\nbreak\r\t', 'line\\x0abreak\\x0d\\x09'",
        "'\u007f\u0085\u009b', '\\x7f\\x85\\x9b'",
        "'evil\u202evsc.exe', 'evil\\u202evsc.exe'",
        "'\u2066\u200b\ufeff', '\\u2066\\u200b\\ufeff'",
        "'\u2028\u2029', '\\u2028\\u2029'",
        "'\ue000\ud800', '\\ue000\\ud800'"
    })
    void showsWhatIsNoSignAsItsCode(String text, String shown) {
        assertThat(Printable.of(text)).isEqualTo(shown);
    }

    @Test
    void showsEverythingBeyondAsciiAsItsCodeWhereOnlyAsciiCanBeWritten() {
        assertThat(Printable.ascii("Zürich 🌡~")).isEqualTo("Z\\xfcrich \\u1f321~");
    }
}

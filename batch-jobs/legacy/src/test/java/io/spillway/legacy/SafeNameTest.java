package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.csv",
                "a b+c%20.csv",
                "città 東京 🌧.csv",
                ".hidden",
                "...",
                "a$(rm)`x`;'\".csv"
            })
    void keepsANameThatIsFine(String name) {
        assertThat(SafeName.of(name, StandardCharsets.UTF_8)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "'.', _",
        "'..', __",
        "'', input",
        "'/', _",
        "-rf, _rf",
        "--help, _-help",
        "@arguments, _arguments"
    })
    void replacesWhatIsNot(String name, String safe) {
        assertThat(SafeName.of(name, StandardCharsets.UTF_8)).isEqualTo(safe);
    }

    @Test
    void replacesControlCharactersAndHalfCharacters() {
        assertThat(SafeName.of("a\u0000b\nc\u001b[2J\u0085\uD83C.csv", StandardCharsets.UTF_8))
                .isEqualTo("a_b_c_[2J__.csv");
    }

    @Test
    void replacesWhatTheFileSystemCannotSpell() {
        assertThat(SafeName.of("città.csv", StandardCharsets.US_ASCII)).isEqualTo("citt_.csv");
    }

    @ParameterizedTest
    @CsvSource({"251, 251", "252, 251", "1020, 251"})
    void cutsTheStemSoThat255BytesAreLeft(int given, int left) {
        assertThat(SafeName.of("x".repeat(given) + ".csv", StandardCharsets.UTF_8))
                .isEqualTo("x".repeat(left) + ".csv");
    }

    @Test
    void cutsBetweenCharactersNotWithin() {
        assertThat(SafeName.of("🌧".repeat(64), StandardCharsets.UTF_8)).isEqualTo("🌧".repeat(63));
    }

    @Test
    void takesALongTailForNoExtension() {
        var name = "a." + "x".repeat(300);

        assertThat(SafeName.of(name, StandardCharsets.UTF_8)).isEqualTo("a." + "x".repeat(253));
    }

    @Property(tries = 500)
    void isAFileNameWhateverTheObjectIsCalled(@ForAll String name) {
        var safe = SafeName.of(name, StandardCharsets.UTF_8);

        assertThat(safe.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, SafeName.MAX_BYTES);
        assertThat(Path.of("/in").resolve(safe).normalize().getParent()).isEqualTo(Path.of("/in"));
        assertThat(safe).doesNotStartWith("-");
    }
}

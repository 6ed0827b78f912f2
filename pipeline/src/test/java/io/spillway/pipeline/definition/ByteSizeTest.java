package io.spillway.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    private static final String UNITS = "KMGTPE";

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "1 byte, 1",
        "1kB, 1000",
        "1 KiB, 1024",
        "1k, 1024",
        "1.5 GB, 1500000000",
        "64 MiB, 67108864",
        "64mib, 67108864",
        "1.000001 KiB, 1025",
        "8388607 TiB, 9223370937343148032",
        "' 2 GiB ', 2147483648",
        "7 EiB, 8070450532247928832"
    })
    void readsANumberAndAUnit(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MiB",
                "-1 MiB",
                "1 MiB 2",
                "1,5 MiB",
                "1.0000001 KiB",
                "64 Mb/s",
                "8388608 TiB",
                "1 XiB",
                "1e3"
            })
    void takesNothingElseForASize(String text) {
        assertThat(ByteSize.tryParse(text)).isEmpty();
    }

    @Test
    void saysWhatASizeLooksLike() {
        assertThatThrownBy(() -> ByteSize.parse("large"))
                .hasMessage("\"large\" is no size: expected a number and a unit, such as 64 MiB.");
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> new ByteSize(-1))
                .hasMessage("A size of -1 bytes: expected 0 or more.");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1, 1 byte",
        "1023, 1023 bytes",
        "1024, 1 KiB",
        "1025, 1 KiB",
        "1536, 1.5 KiB",
        "1468006, 1.4 MiB",
        "1048575, 1024 KiB",
        "9223372036854775807, 8 EiB"
    })
    void showsTheLargestUnitThatLeavesAtLeastOne(long bytes, String text) {
        assertThat(new ByteSize(bytes)).hasToString(text);
    }

    @Property
    void readsBackWholeUnits(
            @ForAll @IntRange(min = 1, max = 1023) int number,
            @ForAll @IntRange(max = 4) int unit) {
        var size = ByteSize.parse("%d %ciB".formatted(number, UNITS.charAt(unit)));

        assertThat(ByteSize.parse(size.toString())).isEqualTo(size);
    }

    @Property
    void roundsAwayNoMoreThanATwentiethOfItsUnit(@ForAll @LongRange(max = 1L << 60) long bytes) {
        var shown = ByteSize.parse(new ByteSize(bytes).toString()).bytes();

        assertThat(Math.abs(shown - bytes)).isLessThanOrEqualTo(bytes / 20 + 1);
    }

    @Property
    void neverThrowsOnText(@ForAll String text) {
        assertThat(ByteSize.tryParse(text)).isNotNull();
    }
}

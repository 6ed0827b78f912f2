package io.spillway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {

    private static final int[] ALPHABET = {
        0, ' ', '!', '/', 'a', 'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000,
        0x1F600, 0x10FFFF
    };

    private static String random(SplittableRandom random) {
        var key = new StringBuilder();
        random.ints(random.nextInt(5), 0, ALPHABET.length)
                .forEach(i -> key.appendCodePoint(ALPHABET[i]));
        return key.toString();
    }

    private static int byBytes(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sortsAsTheBytesOfUtf8() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            var one = random(random);
            var other = random(random);

            assertThat(Integer.signum(Keys.UTF8_ORDER.compare(one, other)))
                    .as("%s and %s", Keys.urlEncode(one), Keys.urlEncode(other))
                    .isEqualTo(Integer.signum(byBytes(one, other)));
        }
    }

    @Test
    void findsWhatSortsBehindAPrefixAndNothingLess() {
        var random = new SplittableRandom(2);
        for (int i = 0; i < 20_000; i++) {
            var prefix = "p" + random(random);
            var key = random.nextBoolean() ? prefix + random(random) : random(random);
            var after = Keys.afterPrefix(prefix).orElseThrow();

            var within = byBytes(key, prefix) >= 0 && byBytes(key, after) < 0;
            assertThat(within)
                    .as("%s with %s", Keys.urlEncode(key), Keys.urlEncode(prefix))
                    .isEqualTo(key.startsWith(prefix));
        }
    }

    @Test
    void findsNothingBehindTheLastPrefix() {
        assertThat(Keys.afterPrefix(Character.toString(0x10FFFF))).isEmpty();
        assertThat(Keys.afterPrefix("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "plain/path_1-2.csv, plain/path_1-2.csv",
        "'a b', a+b",
        "a+b, a%2Bb",
        "100%, 100%25",
        "ü, %C3%BC",
        "😀, %F0%9F%98%80",
        "a=b&c, a%3Db%26c"
    })
    void encodesAsEventsDo(String key, String expected) {
        assertThat(Keys.urlEncode(key)).isEqualTo(expected);
        assertThat(Keys.urlDecode(expected, true)).isEqualTo(key);
    }

    @Test
    void readsBackWhateverItEncoded() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 5_000; i++) {
            var key = random(random);

            assertThat(Keys.urlDecode(Keys.urlEncode(key), true)).isEqualTo(key);
            assertThat(URLDecoder.decode(Keys.urlEncode(key), StandardCharsets.UTF_8))
                    .isEqualTo(key);
        }
    }

    @Test
    void takesAPlusInAPathForAPlus() {
        assertThat(List.of(Keys.urlDecode("a+b", false), Keys.urlDecode("a+b", true)))
                .containsExactly("a+b", "a b");
    }
}

package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TailOfOutputTest {

    private final TailOfOutput tail = new TailOfOutput();

    @Test
    void keepsTheLastTwentyLines() {
        IntStream.rangeClosed(1, 21).forEach(i -> tail.add("line " + i));

        assertThat(tail.lines()).hasSize(20).startsWith("line 2").endsWith("line 21");
    }

    @Test
    void keepsNoMoreThanFourKibibytes() {
        IntStream.range(0, 6).forEach(i -> tail.add(i + "x".repeat(999)));

        assertThat(tail.lines()).hasSize(4).allSatisfy(line -> assertThat(line).hasSize(1000));
    }

    @Test
    void keepsTheStartOfALineThatIsTooLong() {
        tail.add("x".repeat(9_000));

        assertThat(tail.lines()).containsExactly("x".repeat(1_000) + "…");
    }
}

package io.spillway.pipeline.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplaysTest {

    @ParameterizedTest
    @CsvSource({"0a, 0a, 0", "0a-r1, 0a, 1", "0a-r12, 0a, 12", "0a-r0, 0a-r0, 0"})
    void tellOfWhichWorkItemARepetitionIsAndTheHowManieth(String id, String first, int number) {
        assertThat(Replays.original(id)).isEqualTo(first);
        assertThat(Replays.number(id)).isEqualTo(number);
        assertThat(Replays.original(Replays.idAfter(id))).isEqualTo(first);
        assertThat(Replays.number(Replays.idAfter(id))).isEqualTo(number + 1);
    }

    @Test
    void passOverWhatWasDoneOnceMore() {
        var all = List.of("0a-r2", "0b", "0a", "0c-r10", "0a-r1", "0c-r9");

        assertThat(Replays.newest(all, Function.identity()))
                .containsExactly("0a-r2", "0b", "0c-r10");
        assertThat(Replays.newest(List.<String>of(), Function.identity())).isEmpty();
    }
}

package io.spillway.local.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTailTest {

    @TempDir private Path directory;

    private List<String> last(List<String> lines, int most) throws Exception {
        var file = Files.write(directory.resolve("log"), lines);
        return LogTail.lastLines(file, most);
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, c", "2, b c", "3, a b c", "4, a b c"})
    void givesTheLastLines(int most, String lines) throws Exception {
        assertThat(String.join(" ", last(List.of("a", "b", "c"), most))).isEqualTo(lines);
    }

    @Test
    void givesWholeLinesOfALargeFile() throws Exception {
        var line = "ü".repeat(999);
        var lines = last(IntStream.range(0, 1000).mapToObj(_ -> line).toList(), 1000);

        assertThat(lines.size()).isEqualTo(32);
        assertThat(lines).containsOnly(line);
    }

    @Test
    void givesNothingOfAFileThatIsNotThere() throws Exception {
        assertThat(LogTail.lastLines(directory.resolve("absent"), 5)).isEmpty();
    }

    @Test
    void givesNothingOfAnEmptyFile() throws Exception {
        assertThat(last(List.of(), 5)).isEmpty();
    }
}

package io.spillway.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineTailTest {

    @TempDir private Path directory;

    private Path file;
    private LineTail tail;

    @BeforeEach
    void follow() {
        file = directory.resolve("lines");
        tail = new LineTail(file);
    }

    @Test
    void waitsForAFileThatIsNotThereYet() throws IOException {
        assertThat(lines()).isEmpty();
        assertThat(tail.hasRestarted()).isFalse();

        add("one\n");

        assertThat(lines()).containsExactly("0 one");
    }

    @Test
    void tellsOfALineOnceItIsWhole() throws IOException {
        add("one\ntw");
        assertThat(lines()).containsExactly("0 one");

        add("o\n");
        assertThat(lines()).containsExactly("4 two");
        assertThat(lines()).isEmpty();
    }

    @Test
    void findsLinesThatAreLongerThanABlock() throws IOException {
        var longLine = "x".repeat(600_000);
        add("short\n" + longLine + "\nlast\n");

        assertThat(lines()).containsExactly("0 short", "6 " + longLine, "600007 last");
    }

    @Test
    void beginsAnewWithAFileThatWasMadeAnew() throws IOException {
        add("old\n");
        lines();
        Files.delete(file);
        assertThat(tail.hasRestarted()).isTrue();
        add("new and longer\n");

        assertThat(lines()).containsExactly("0 new and longer");
        assertThat(tail.hasRestarted()).isFalse();
    }

    @Test
    void beginsAnewWithAFileThatWasCut() throws IOException {
        add("one\ntwo\n");
        lines();
        Files.writeString(file, "1\n");

        assertThat(tail.hasRestarted()).isTrue();
        assertThat(lines()).containsExactly("0 1");
    }

    private List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        tail.poll(
                (offset, line) ->
                        lines.add(offset + " " + new String(line, StandardCharsets.UTF_8)));
        return lines;
    }

    private void add(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintedLinesTest {

    private static List<String> lines(String printed) throws IOException {
        return lines(printed.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(byte[] printed) throws IOException {
        var lines = new ArrayList<String>();
        PrintedLines.drain(new ByteArrayInputStream(printed), () -> {}, lines::add);
        return lines;
    }

    @Test
    void endsALineAtEitherLineEndAndAtTheEnd() throws Exception {
        assertThat(lines("one\ntwo\r\nthree\rfour\n\nfive"))
                .containsExactly("one", "two", "three", "four", "five");
    }

    @ParameterizedTest
    @CsvSource({"1999, 0", "2000, 0", "2001, 1", "1000000, 998000"})
    void countsWhatALongLineHasBeyondItsBound(int length, int dropped) throws Exception {
        var shown = "x".repeat(Math.min(length, PrintedLines.MAX_BYTES));
        var end = dropped == 0 ? "" : " … (%,d bytes more)".formatted(dropped);

        assertThat(lines("x".repeat(length) + "\nnext")).containsExactly(shown + end, "next");
    }

    @Test
    void replacesBytesThatAreNoUtf8() throws Exception {
        assertThat(lines(new byte[] {'a', (byte) 0xff, 'b'})).containsExactly("a\ufffdb");
    }
}

package io.spillway.stages;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Made-up tables, with everything in them that makes cutting them hard. */
final class Tables {

    private Tables() {}

    /** Right by RFC 4180: a header of distinct names, and rows of as many fields. */
    static Arbitrary<String> rightOnes() {
        var columns = Arbitraries.integers().between(1, 4);
        var ends = Arbitraries.of("\n", "\r\n", "\r");
        return columns.flatMap(
                count ->
                        Combinators.combine(
                                        row(count).list().ofMaxSize(40),
                                        ends,
                                        Arbitraries.of(true, false),
                                        Arbitraries.of("", "\uFEFF", "\n\n"))
                                .as(
                                        (rows, end, closed, start) ->
                                                start
                                                        + header(count)
                                                        + rows.stream()
                                                                .map(row -> end + row)
                                                                .collect(Collectors.joining())
                                                        + (closed ? end : "")));
    }

    /** Any text of the bytes that matter. */
    static Arbitrary<String> anyOnes() {
        return Arbitraries.of("\"", ",", "\n", "\r", "a", "é", "\"\"", ",\"", "\"\n", "\uFEFF")
                .list()
                .ofMinSize(1)
                .ofMaxSize(60)
                .map(pieces -> String.join("", pieces));
    }

    private static String header(int columns) {
        return IntStream.rangeClosed(1, columns)
                .mapToObj(column -> column % 2 == 0 ? "\"c\n" + column + "\"" : "c" + column)
                .collect(Collectors.joining(","));
    }

    private static Arbitrary<String> row(int columns) {
        return field().list().ofSize(columns).map(fields -> String.join(",", fields));
    }

    private static Arbitrary<String> field() {
        var plain = Arbitraries.of("", "1", "-2.5", "x", "5\" pipe", "é", "a b");
        var quoted =
                Arbitraries.of("a", "\n", "\r", "\r\n", ",", "\"\"", "é")
                        .list()
                        .ofMaxSize(5)
                        .map(pieces -> "\"" + String.join("", pieces) + "\"");
        return Arbitraries.oneOf(plain, quoted);
    }
}

package legacy.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettleTest {

    @TempDir Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path input;
    private Path outputs;

    @BeforeEach
    void makesRoom() throws Exception {
        input = directory.resolve("days.jsonl");
        outputs = Files.createDirectory(directory.resolve("outputs"));
    }

    private int settle(String... lines) throws Exception {
        Files.writeString(input, String.join("\n", lines));
        return run(input.toString(), outputs.toString());
    }

    private int run(String... arguments) {
        return Settle.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /**
     * By hand: means of 6.0 and 25.0 are 12 heating and 7 cooling degree days, 15.00 and 5.60 USD.
     */
    @Test
    void settlesHeatingAndCooling() throws Exception {
        int status =
                settle(
                        "{\"date\":\"2012-01-31\",\"temp_max\":10.0,\"temp_min\":2.0,\"location\":\"Ny Ålesund\"}",
                        "{\"date\": \"2012-02-01\", \"temp_max\": \"30\", \"temp_min\": \"20\", \"location\": \"Ny Ålesund\"}");

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
        assertThat(outputs.resolve("settlement.txt"))
                .hasContent(
                        """
                        DEGREE DAY SETTLEMENT   BASE 18.0 C   HEATING 1.25 USD   COOLING 0.80 USD
                        STATION                  MONTH    DAYS        HDD        CDD       AMOUNT
                        Ny Ålesund               2012-01     1      12.00       0.00        15.00
                        Ny Ålesund               2012-02     1       0.00       7.00         5.60
                        """);
        assertThat(outputs.resolve("totals.csv"))
                .hasContent("station,days,hdd,cdd,amount\n\"Ny Ålesund\",2,12.00,7.00,20.60\n");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("settled 2 days of 1 stations\n");
    }

    /** The expected figures were computed with decimals in Python from the same file. */
    @Test
    void settlesFourYearsOfTwoStations() throws Exception {
        assertThat(settle(realDays())).isZero();

        assertThat(outputs.resolve("totals.csv"))
                .hasContent(
                        """
                        station,days,hdd,cdd,amount
                        "New York",1461,9998.60,2758.65,14705.17
                        "Seattle",1461,9106.00,832.25,12048.30
                        """);
        assertThat(Files.readAllLines(outputs.resolve("settlement.txt")))
                .hasSize(2 + 2 * 48)
                .contains(
                        "Seattle                  2012-01    31     424.75       0.00       530.94",
                        "Seattle                  2015-08    31       4.15      78.25        67.79",
                        "New York                 2015-07    31       0.00     240.95       192.76");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | no records",
                "{\"temp_max\":1,\"temp_min\":1} | line 1: no date of the form 2012-01-31",
                "{\"date\":\"2010-01-01T01:00:00\",\"temperature\":4} | line 1: no date of the form 2012-01-31",
                "{\"date\":\"2012-01-01\",\"temp_min\":1} | line 1: no temp_max",
                "{\"date\":\"2012-01-01\",\"temp_max\":\"x\",\"temp_min\":1} | line 1: temp_max is no number",
                "{\"date\":\"2012-01-01\",\"temp_max\":null,\"temp_min\":1} | line 1: temp_max is no number",
                "{\"date\":\"2012-01-01\",\"temp_max\":1.25,\"temp_min\":1} | line 1: temp_max is finer than a tenth of a degree",
                "{\"date\":\"2012-01-01\",\"temp_max\":1,\"temp_min\":-100.1} | line 1: temp_min is beyond 100 degrees",
                "PNG | line 1: no date of the form 2012-01-31"
            })
    void exits3OnMalformedInput(String line, String message) throws Exception {
        assertThat(settle(line)).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("settle: " + message + "\n");
        assertThat(outputs).isEmptyDirectory();
    }

    @Test
    void exits74WhenAFileCannotBeReadOrWritten() throws Exception {
        assertThat(run("/none/days.jsonl", outputs.toString())).isEqualTo(74);
        Files.writeString(input, "{\"date\":\"2012-01-01\",\"temp_max\":1,\"temp_min\":1}");
        assertThat(run(input.toString(), "/none")).isEqualTo(74);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("/none/days.jsonl", "/none/settlement.txt");
    }

    @Test
    void exits2OnWrongUsage() {
        assertThat(run("only-one")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("usage: settle INPUT-FILE OUTPUT-DIRECTORY\n");
    }

    /** The rows of the example's own file as lines of JSON. */
    private static String[] realDays() throws Exception {
        var rows = Files.readAllLines(Path.of("../incoming/all-stations.csv"));
        var names = rows.getFirst().split(",");
        return rows.stream().skip(1).map(row -> json(names, row.split(","))).toArray(String[]::new);
    }

    private static String json(String[] names, String[] values) {
        return IntStream.range(0, names.length)
                .mapToObj(i -> "\"%s\":\"%s\"".formatted(names[i], values[i]))
                .collect(Collectors.joining(",", "{", "}"));
    }
}

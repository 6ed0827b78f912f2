package io.spillway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.spillway.pipeline.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    @TempDir private Path directory;

    private final TestConsole console = new TestConsole();

    @BeforeEach
    void putADefinition() throws IOException {
        Files.createDirectory(directory.resolve("incoming"));
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                """
                pipeline: weather
                phases:
                  unpack: {on: upload, match: {keys: "incoming/**", types: [zip]}, stage: unpack}
                  convert:
                    on: [upload, {after: unpack}]
                    match: {keys: "incoming/**", types: [csv]}
                    stage: convert
                    inline: {upTo: 1 KiB}
                  report: {after: convert, stage: summary, batch: always}
                """);
    }

    @Test
    void showsTheDecisionOfEachPhaseWithItsNumbers() throws IOException {
        var file = put("incoming/big.csv", "a,b\n" + "1,2\n".repeat(1000));

        assertThat(console.spillway("explain", file)).isZero();
        assertThat(console.out())
                .isEqualTo(
                        """
                        %s
                          key       incoming/big.csv
                          size      3.9 KiB (4,004 bytes)
                          type      csv, as its name says
                          function  1.7 GiB of memory, 1m 57s left for a stage

                          unpack   -         Takes zip only.
                          convert  batch     3.9 KiB: more than the 1 KiB that phase convert takes inline.
                                             100 MB/s in Batch, about 1 ms: built in, nothing was learned yet.
                          report   -         Takes outputs of phase convert.
                        """
                                .formatted(file));
    }

    @Test
    void tellsTheSizeAfterUnpackingAndHowItIsKnown() throws IOException {
        var file = directory.resolve("incoming/a.zip");
        Files.write(file, zip("a.csv", "1,2\n".repeat(1000), "b.csv", "1,2\n"));

        console.spillway("explain", file);

        assertThat(console.out())
                .contains("  type      zip, as its name says\n")
                .containsPattern("  unpacked  3.9 KiB \\(4,004 bytes\\) in 2 entries, .+\n")
                .containsPattern("  unpack   inline    .+\n");
    }

    @Test
    void tellsWhatANameHides() throws IOException {
        var file = directory.resolve("incoming/a.csv");
        Files.write(file, zip("a.csv", "1,2\n", "b.csv", "1,2\n"));

        console.spillway("explain", file);

        assertThat(console.out())
                .contains("  type      zip, from its first bytes, although its name says csv\n");
    }

    @Test
    void showsARejectionAsADecisionLikeAnyOther() throws IOException {
        var file = put("incoming/empty.csv", "");

        assertThat(console.spillway("explain", file)).isZero();
        assertThat(console.out())
                .containsPattern(
                        "           rejected  s3://drop/incoming/empty.csv is empty: .+\n");
    }

    @Test
    void takesTheKeyAndThePhaseThatAreGiven() throws IOException {
        var file = put("x.csv", "a,b\n1,2\n");

        console.spillway(
                "explain", file, "--after", "unpack", "--key", "unpack/incoming/a.zip/x.csv");

        assertThat(console.out()).containsPattern("  convert  inline    .+\n");
    }

    @Test
    void guessesThatAKeyIsAPhasesOutput() throws IOException {
        var file = put("x.csv", "a,b\n1,2\n");

        console.spillway("explain", file, "--key", "unpack/incoming/a.zip/x.csv");

        assertThat(console.out())
                .endsWith(
                        "It is named like an output of phase unpack: add --after unpack to take it for one.\n");
    }

    @Test
    void writesJsonIfAsked() throws IOException {
        console.spillway(
                "explain",
                put("incoming/a.csv", "a,b\n1,2\n"),
                "--json",
                "--memory",
                512,
                "--time",
                "30s");

        var result = Json.readObject(console.out());
        assertThat(result.requireText("object")).isEqualTo("s3://drop/incoming/a.csv");
        assertThat(result.requireObject("facts").requireText("type")).isEqualTo("csv");
        assertThat(result.requireObject("function").requireWhole("memoryBytes"))
                .isEqualTo(512L << 20);
        assertThat(result.objects("phases").get(1).requireText("route")).isEqualTo("inline");
        assertThat(result.objects("phases").get(2).requireText("why"))
                .isEqualTo("Takes outputs of phase convert.");
    }

    @Test
    void saysWhichRatesARunHasLearned() throws IOException {
        Files.createDirectory(directory.resolve(".spillway"));
        put(
                ".spillway/rates.json",
                """
                {"version": 1, "rates": [
                  {"stage": "convert", "type": "csv", "side": "function", "runs": 212, "weight": 192,
                   "mean": 17.5, "spread": 0, "slowest": 17.5, "since": "2026-01-02T03:04:05.678Z"}]}
                """);
        var file = put("incoming/a.csv", "a,b\n1,2\n");

        console.spillway("explain", file);

        assertThat(console.out())
                .contains(
                        "  convert  inline    Csv of 8 bytes: about 201 ms at 41 MB/s learned from 212 runs, within 1 KiB and ")
                .contains(
                        "\n                     41 MB/s in the function: learned from 212 runs since 2026-01-02T03:04:05Z.\n");
    }

    @Test
    void saysInJsonWhichNumbersItUsed() throws IOException {
        console.spillway("explain", put("incoming/a.csv", "a,b\n1,2\n"), "--json");

        var speed = Json.readObject(console.out()).objects("phases").get(1).requireObject("speed");
        assertThat(speed.requireText("in")).isEqualTo("function");
        assertThat(speed.requireWhole("milliseconds")).isEqualTo(1);
        assertThat(speed.requireObject("rate").requireWhole("bytesPerSecond"))
                .isEqualTo(100_000_000);
        assertThat(speed.requireObject("rate").requireText("source")).isEqualTo("built-in");
    }

    @Test
    void readsAnObjectFromTheServicesOfARunThatIsGoingOn() throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var content = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/weather-drop/incoming/a.csv",
                exchange -> {
                    exchange.getResponseHeaders().set("ETag", "\"e\"");
                    if (exchange.getRequestMethod().equals("HEAD")) {
                        exchange.getResponseHeaders()
                                .set("Content-Length", Integer.toString(content.length));
                        exchange.sendResponseHeaders(200, -1);
                    } else {
                        exchange.sendResponseHeaders(206, content.length);
                        exchange.getResponseBody().write(content);
                    }
                    exchange.close();
                });
        server.start();
        try {
            Files.createDirectory(directory.resolve(".spillway"));
            put(
                    ".spillway/endpoints.json",
                    "{\"AWS_ENDPOINT_URL_S3\": \"http://127.0.0.1:%d\"}"
                            .formatted(server.getAddress().getPort()));

            assertThat(
                            console.spillway(
                                    "explain",
                                    "s3://weather-drop/incoming/a.csv",
                                    "--pipeline",
                                    directory))
                    .isZero();

            assertThat(console.out())
                    .startsWith("s3://weather-drop/incoming/a.csv\n  size      8 bytes\n")
                    .containsPattern("  convert  inline    .+\n");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThat(console.spillway("explain", directory.resolve("nix.csv"))).isEqualTo(1);
        assertThat(console.spillway("explain", directory.resolve("incoming"))).isEqualTo(1);
        assertThat(console.spillway("explain", "a\0b", "--pipeline", directory)).isEqualTo(1);
        assertThat(console.spillway("explain", "s3://nokey", "--pipeline", directory)).isEqualTo(1);
        assertThat(console.err())
                .isEqualTo(
                        """
                        spillway: Cannot explain %s: there is no such file. Name a file of this machine, or an object as s3://bucket/key.
                        spillway: Cannot explain %s: it is a directory. Name a file of this machine, or an object as s3://bucket/key.
                        spillway: Cannot explain a\\x00b: no file can have this name here (Nul character not allowed).
                        spillway: Cannot explain s3://nokey: expected s3://bucket/key.
                        """
                                .formatted(
                                        directory.resolve("nix.csv"),
                                        directory.resolve("incoming")));
    }

    @Test
    void refusesAPhaseThatThePipelineHasNot() throws IOException {
        assertThat(console.spillway("explain", put("incoming/a.csv", "1"), "--after", "unpak"))
                .isEqualTo(2);
        assertThat(console.err())
                .startsWith(
                        "spillway: Option --after is \"unpak\": the pipeline has unpack, convert, report.\n");
    }

    private Path put(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static byte[] zip(String... namesAndContents) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndContents[i]));
                zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}

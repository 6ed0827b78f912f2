package io.spillway.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageServerTest {

    private static final String HOSTILE =
            "a/<img src=x onerror=alert(1)></script>\u2028\u202e'\".csv";

    @TempDir private Path state;

    private final List<String> replayed = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private static final String REFUSED = "fedcba9876543210fedcba9876543210-r1";

    private RunFiles files;
    private PageServer server;

    @BeforeEach
    void serve() throws IOException {
        files = new RunFiles(state);
        server =
                PageServer.start(
                        files.subject(),
                        Optional.of(
                                item -> {
                                    if (item.equals(REFUSED)) {
                                        throw new Replays.Refused("No run is going on.");
                                    }
                                    replayed.add(item);
                                    return "It runs again.";
                                }),
                        0,
                        new Random(7));
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void letsTheDocumentLoadNothingButItsOwnFiles() throws Exception {
        var answer = get("/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValue(PageServer.POLICY);
        assertThat(PageServer.POLICY)
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(answer.body()).doesNotContain("<script>", "style=\"", "http://", "https://");
    }

    @Test
    void servesEachOfItsFiles() throws Exception {
        for (var name : Assets.SCRIPTS) {
            assertThat(get("/" + name).headers().firstValue("Content-Type"))
                    .hasValue("text/javascript; charset=utf-8");
        }
        assertThat(get("/page.css").statusCode()).isEqualTo(200);
        assertThat(get("/icon.svg").statusCode()).isEqualTo(200);
    }

    @Test
    void servesNoOtherFile() throws Exception {
        assertThat(get("/page.html").statusCode()).isEqualTo(404);
        assertThat(get("/../page.css").statusCode()).isEqualTo(404);
        assertThat(get("/PageServer.class").statusCode()).isEqualTo(404);
    }

    @Test
    void answersNobodyWhoCameUnderAnotherName() throws Exception {
        assertThat(statusFor("attacker.example")).startsWith("HTTP/1.1 421");
        assertThat(statusFor("127.0.0.1:" + server.address().getPort())).startsWith("HTTP/1.1 200");
    }

    @Test
    void runsWorkAgainForWhoHasTheTokenOnly() throws Exception {
        var item = "0123456789abcdef0123456789abcdef";
        assertThat(replay(item, "guessed").statusCode()).isEqualTo(403);
        assertThat(replayed).isEmpty();

        assertThat(replay(item, token()).body()).contains("It runs again.");
        assertThat(replayed).containsExactly(item);
    }

    @Test
    void saysWhySomethingIsNotRunAgain() throws Exception {
        var refusal = replay(REFUSED, token());

        assertThat(refusal.statusCode()).isEqualTo(409);
        assertThat(refusal.body()).contains("No run is going on.");
    }

    @Test
    void runsNothingAgainThatIsNoWorkItem() throws Exception {
        assertThat(replay("x", token()).statusCode()).isEqualTo(404);
        assertThat(replayed).isEmpty();
    }

    @Test
    void tellsWhatIsThereAndThenWhatHappens() throws Exception {
        files.tell(RunFiles.succeeded("a/1.csv"));

        try (var stream = follow("")) {
            untilKey(stream, "a/1.csv");
            assertThat(stream.wholes).isEqualTo(1);
            files.tell(RunFiles.succeeded("a/2.csv"));

            assertThat(keys(untilKey(stream, "a/2.csv"))).containsExactly("a/2.csv");
            assertThat(stream.wholes).isEqualTo(1);
        }
    }

    @Test
    void tellsAfterABreakJustWhatWasMissed() throws Exception {
        files.tell(RunFiles.succeeded("a/1.csv"));
        String seen;
        try (var stream = follow("")) {
            untilKey(stream, "a/1.csv");
            seen = stream.lastId;
        }
        files.tell(RunFiles.succeeded("a/2.csv"));

        try (var stream = follow(seen)) {
            assertThat(keys(stream.next())).containsExactly("a/2.csv");
        }
    }

    @Test
    void tellsEverythingToWhoFollowedAnotherStart() throws Exception {
        files.tell(RunFiles.succeeded("a/1.csv"));

        try (var stream = follow("deadbeef.0.12")) {
            untilKey(stream, "a/1.csv");
            assertThat(stream.wholes).isEqualTo(1);
        }
    }

    @Test
    void carriesHostileKeysAsTextOfJson() throws Exception {
        files.tell(RunFiles.succeeded(HOSTILE));

        try (var stream = follow("")) {
            assertThat(keys(untilKey(stream, HOSTILE))).containsExactly(HOSTILE);
        }
    }

    @Test
    void tellsTheStoryOfAnUpload() throws Exception {
        var event = RunFiles.succeeded("a/1.csv");
        files.tell(event);
        try (var stream = follow("")) {
            untilKey(stream, "a/1.csv");
        }

        var story = Json.readObject(get("/api/upload?id=" + event.item().upload().id()).body());

        assertThat(story.objects("items").getFirst().requireText("id"))
                .isEqualTo(event.item().id());
        assertThat(get("/api/upload?id=0").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(base() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> replay(String item, String token) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(base() + "/api/replay?item=" + item))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .header("Origin", base())
                        .header(Guard.TOKEN, token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String base() {
        return "http://127.0.0.1:" + server.address().getPort();
    }

    private String token() throws Exception {
        return get("/").body()
                .replaceFirst("(?s).*spillway-token\" content=\"([0-9a-f]+)\".*", "$1");
    }

    private String statusFor(String host) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                                    .formatted(host)
                                    .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private Stream follow(String lastId) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base() + "/api/changes"));
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        return new Stream(
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
    }

    private static JsonObject untilKey(Stream stream, String key) throws IOException {
        for (var news = stream.next(); ; news = stream.next()) {
            if (keys(news).contains(key)) {
                return news;
            }
        }
    }

    private static List<String> keys(JsonObject news) {
        return news.array("rows").stream()
                .map(row -> ((JsonValue.Array) row).items().get(2))
                .map(key -> ((JsonValue.Text) key).value())
                .toList();
    }

    /** Server-sent events as they come. */
    private static final class Stream implements AutoCloseable {
        private final BufferedReader in;
        private String lastId = "";
        private int wholes;

        Stream(BufferedReader in) {
            this.in = in;
        }

        JsonObject next() throws IOException {
            for (var line = in.readLine(); ; line = in.readLine()) {
                if (line.startsWith("id: ")) {
                    lastId = line.substring("id: ".length());
                }
                if (line.startsWith("data: ")) {
                    var news = Json.readObject(line.substring("data: ".length()));
                    if (news.get("run").isPresent()) {
                        wholes++;
                    }
                    return news;
                }
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

package io.spillway.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.spillway.local.definition.DefinitionFile;
import io.spillway.local.deploy.Clients;
import io.spillway.local.page.PageServer;
import io.spillway.local.page.PageSubject;
import io.spillway.local.run.LocalRun;
import io.spillway.local.run.Looks;
import io.spillway.local.run.RunOptions;
import io.spillway.local.view.JsonView;
import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.stages.BuiltInStages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Work that nobody would hear of by itself, in a run on this machine: seen by {@code watch}, by a
 * browser that follows the page, and by the notifier's HTTP receiver.
 */
class ToldEverywhereTest {

    private static final String DEFINITION =
            """
            pipeline: told
            phases:
              settle:
                on: upload
                match: {keys: "incoming/deadly/**"}
                stage: {legacy: {command: ["sh", "-c", "kill -9 $PPID; sleep 60"]}}
                batch: {vcpu: 1, memory: 2 GiB, retries: 1}
              squeeze:
                on: upload
                match: {keys: "incoming/huge/**"}
                stage: convert
                inline: never
                batch: {vcpu: 4, memory: 8 GiB}
              convert:
                on: upload
                match: {keys: "incoming/plain/**", types: [csv]}
                stage: convert
            """;

    private static final String CSV = "station,rain\nX,1.5\n";

    /** Far less room than the phase squeeze asks for. */
    private static final int MAX_VCPUS = 2;

    private static final Looks SOON =
            new Looks(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

    /** With such looks. Many times what it takes. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private final TestConsole console = new TestConsole();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer receiver;
    private LocalRun run;
    private PageServer page;

    @TempDir private Path directory;

    @BeforeEach
    void start() throws Exception {
        listen();
        Files.writeString(directory.resolve("pipeline.yaml"), DEFINITION);
        Files.createDirectory(directory.resolve("incoming"));
        var silent = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        run = LocalRun.start(options(), new JsonView(silent));
        page = PageServer.start(subject(), Optional.empty(), 0, new Random(7));
        watch();
    }

    private void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        received.add(Json.readObject(exchange.getRequestBody().readAllBytes()));
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        receiver.start();
    }

    private void watch() throws InterruptedException {
        console.clock = Clock.systemUTC();
        threads.submit(
                () ->
                        console.spillway(
                                "watch",
                                "--pipeline",
                                directory,
                                "--status",
                                "failed,stuck,recovered",
                                "--json"));
        while (!console.err().contains("Watching")) {
            Thread.sleep(10);
        }
    }

    private RunOptions options() {
        return RunOptions.of(directory)
                .concurrency(4)
                .maxVcpus(MAX_VCPUS)
                .webhook(URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/"))
                .looks(SOON)
                .build();
    }

    private PageSubject subject() throws IOException {
        var read =
                DefinitionFile.read(directory.resolve("pipeline.yaml"), BuiltInStages.catalogue());
        var definition = ((DefinitionReader.Result.Checked) read).definition();
        return new PageSubject(definition, directory, directory.resolve(Places.STATE));
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        page.close();
        run.close();
        receiver.stop(0);
    }

    private void drop(String key) {
        Clients.create()
                .s3()
                .putObject(put -> put.bucket("told-drop").key(key), RequestBody.fromString(CSV));
    }

    @Test
    void thatAContainerWasKilledWithoutAWord() throws Exception {
        drop("incoming/deadly/a b+%.csv");

        expectEverywhere("incoming/deadly/a b+%.csv", "failed", "exit status 137");
    }

    @Test
    void thatAJobFindsNoPlace() throws Exception {
        drop("incoming/huge/a b+%.csv");

        expectEverywhere(
                "incoming/huge/a b+%.csv",
                "stuck", "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE");
    }

    @Test
    void thatTheEventOfAnUploadWasDropped() throws Exception {
        Clients.create()
                .s3()
                .putBucketNotificationConfiguration(
                        put -> put.bucket("told-drop").notificationConfiguration(_ -> {}));

        drop("incoming/plain/a b+%.csv");

        expectEverywhere(
                "incoming/plain/a b+%.csv", "recovered", "The event of its upload had not come");
    }

    private void expectEverywhere(String key, String status, String reason) throws Exception {
        var until = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(until)
                && !(isWatched(key, status, reason)
                        && isOnThePage(key, status, reason)
                        && isReceived(key, status, reason))) {
            Thread.sleep(200);
        }
        assertThat(isWatched(key, status, reason)).as("watch printed " + console.out()).isTrue();
        assertThat(isOnThePage(key, status, reason)).as("the page has " + overview()).isTrue();
        assertThat(isReceived(key, status, reason)).as("the receiver got " + received).isTrue();
    }

    private boolean isWatched(String key, String status, String reason) {
        return console.out()
                .lines()
                .map(Json::readObject)
                .anyMatch(
                        event ->
                                event.requireText("subject").equals("s3://told-drop/" + key)
                                        && event.requireObject("data")
                                                .requireText("status")
                                                .equals(status)
                                        && Json.write(event).contains(reason));
    }

    private boolean isReceived(String key, String status, String reason) {
        return received.stream()
                .filter(told -> told.requireText("status").equals(status))
                .flatMap(told -> told.objects("examples").stream())
                .anyMatch(
                        example ->
                                example.requireText("object").equals("s3://told-drop/" + key)
                                        && example.requireText("reason").contains(reason));
    }

    private boolean isOnThePage(String key, String status, String reason) throws IOException {
        var overview = overview();
        var notices =
                overview.objects("notices").stream()
                        .filter(notice -> notice.requireText("status").equals(status))
                        .filter(
                                notice ->
                                        notice.requireText("object")
                                                .equals("s3://told-drop/" + key))
                        .map(notice -> notice.requireText("reason"));
        var failures =
                overview.objects("failures").stream()
                        .filter(_ -> status.equals("failed"))
                        .filter(
                                group ->
                                        group.objects("uploads").stream()
                                                .anyMatch(
                                                        upload ->
                                                                upload.requireText("key")
                                                                        .equals(key)))
                        .map(group -> group.requireText("message"));
        return Stream.concat(notices, failures).anyMatch(told -> told.contains(reason));
    }

    /** What a browser gets that begins to follow the page now. */
    private JsonObject overview() throws IOException {
        var stream = page.address().resolve("/api/changes").toURL().openStream();
        try (var lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    return Json.readObject(line.substring("data: ".length()))
                            .requireObject("overview");
                }
            }
        }
        throw new IOException("The page told nothing.");
    }
}

package io.spillway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script itself, in a checkout whose Maven only copies a jar. */
class LauncherTest {

    /** Stands for the program: prints its arguments, ends with the status of the first. */
    static final class Echo {
        public static void main(String[] args) {
            System.out.println(String.join("|", args));
            System.exit(args.length == 0 ? 0 : Integer.parseInt(args[0]));
        }
    }

    private static final Path REPOSITORY = repository();

    @TempDir private Path directory;

    private Path checkout;

    private record Result(int status, String out, String err) {}

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = Files.createDirectories(directory.resolve("a check out"));
        Files.copy(REPOSITORY.resolve("spillway"), checkout.resolve("spillway"));
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.copy(REPOSITORY.resolve(".mvn/find-jdk.sh"), checkout.resolve(".mvn/find-jdk.sh"));
        for (var module : List.of("pipeline", "aws", "batch-jobs", "router", "local")) {
            var source =
                    Files.createDirectories(checkout.resolve(module).resolve("src/main/java"))
                            .resolve("A.java");
            Files.writeString(source, "");
        }
        Files.writeString(checkout.resolve("pom.xml"), "");
        jar(checkout.resolve("echo.jar"));
        maven("echo built >>built; mkdir -p local/target; cp echo.jar local/target/spillway.jar");
    }

    @Test
    void buildsOnFirstUseAndThenOnlyStarts() throws Exception {
        var first = launch(checkout.resolve("spillway"), "0", "a b", "*");
        var second = launch(checkout.resolve("spillway"), "0");

        assertThat(first.out()).isEqualTo("0|a b|*\n");
        assertThat(first.err())
                .startsWith("spillway: the first use builds it")
                .contains("spillway: built in ");
        assertThat(second).isEqualTo(new Result(0, "0\n", ""));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainAfterASourceChanged() throws Exception {
        launch(checkout.resolve("spillway"), "0");
        change(checkout.resolve("router/src/main/java/A.java"));
        launch(checkout.resolve("spillway"), "0");
        launch(checkout.resolve("spillway"), "0");

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void doesNotBuildAgainForATest() throws Exception {
        launch(checkout.resolve("spillway"), "0");
        var test =
                Files.createDirectories(checkout.resolve("local/src/test/java"))
                        .resolve("ATest.java");
        Files.writeString(test, "");
        change(test);
        launch(checkout.resolve("spillway"), "0");

        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void endsWithTheStatusOfTheProgram() throws Exception {
        assertThat(launch(checkout.resolve("spillway"), "7").status()).isEqualTo(7);
    }

    @Test
    void isFoundThroughLinks() throws Exception {
        var first =
                Files.createSymbolicLink(
                        directory.resolve("first"), Path.of("a check out/spillway"));
        var second = Files.createSymbolicLink(directory.resolve("second"), first);

        assertThat(launch(second, "0", "x").out()).isEqualTo("0|x\n");
    }

    @Test
    void showsWhatMavenSaidWhenTheBuildFails() throws Exception {
        maven("echo '[ERROR] A.java:[1,1] class expected'; exit 1");

        var result = launch(checkout.resolve("spillway"), "0");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("[ERROR] A.java:[1,1] class expected", "spillway: the build failed: ");
        assertThat(lock()).doesNotExist();
    }

    @Test
    void buildsOnceForTwoThatStartAtOnce() throws Exception {
        maven("sleep 1; echo built >>built; cp echo.jar local/target/spillway.jar");

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> launch(checkout.resolve("spillway"), "0", "one"));
            var two = threads.submit(() -> launch(checkout.resolve("spillway"), "0", "two"));

            assertThat(one.get().out()).isEqualTo("0|one\n");
            assertThat(two.get().out()).isEqualTo("0|two\n");
        }
        assertThat(builds()).isEqualTo(1);
        assertThat(lock()).doesNotExist();
    }

    @Test
    void stopsMavenWhenItIsInterrupted() throws Exception {
        maven("echo $$ >pid; exec sleep 600");
        var process = launcher(checkout.resolve("spillway")).redirectErrorStream(true).start();
        var maven = maven();

        process.destroy();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(maven.onExit().orTimeout(60, TimeUnit.SECONDS).join().isAlive()).isFalse();
        assertThat(lock()).doesNotExist();
    }

    /** The process of the build, once it has begun. */
    private ProcessHandle maven() throws Exception {
        var pid = checkout.resolve("pid");
        var end = Instant.now().plusSeconds(10);
        while (!Files.exists(pid) || Files.size(pid) == 0) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    }

    private Path lock() {
        return checkout.resolve("local/target/spillway.lock");
    }

    @Test
    void takesOverTheLockOfABuildThatDied() throws Exception {
        Files.createDirectories(checkout.resolve("local/target"));
        Files.createSymbolicLink(
                checkout.resolve("local/target/spillway.lock"), Path.of("999999999"));

        assertThat(launch(checkout.resolve("spillway"), "0").status()).isZero();
    }

    private static Path repository() {
        var here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("spillway"))) {
            here = here.getParent();
        }
        return here;
    }

    private void maven(String commands) throws IOException {
        var script = Files.writeString(checkout.resolve("mvnw"), "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void change(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    private long builds() throws IOException {
        return Files.readAllLines(checkout.resolve("built")).size();
    }

    private static void jar(Path file) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
        var entry = Echo.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                var content = Echo.class.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new ZipEntry(entry));
            content.transferTo(jar);
        }
    }

    private Result launch(Path script, String... args) throws Exception {
        var err = Files.createTempFile(directory, "err", ".txt");
        var process = launcher(script, args).redirectError(err.toFile()).start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, Files.readString(err));
    }

    private ProcessBuilder launcher(Path script, String... args) {
        var command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SPILLWAY_AOT", "off");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder;
    }
}

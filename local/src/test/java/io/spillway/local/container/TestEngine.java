package io.spillway.local.container;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The container engine of this machine, with images that hold a shell and a few programs of the
 * machine's own, so that none is fetched from anywhere.
 */
public final class TestEngine {

    /** Set where a missing engine is a failure. */
    private static final String REQUIRED = "REQUIRE_CONTAINERS";

    private static final List<String> PROGRAMS =
            List.of(
                    "sh",
                    "cat",
                    "env",
                    "head",
                    "id",
                    "ls",
                    "mkdir",
                    "printf",
                    "sleep",
                    "tail",
                    "tr",
                    "truncate");

    private static final List<String> BIN = List.of("/usr/bin", "/bin");

    private static ContainerEngine engine;
    private static IOException refusal;

    private TestEngine() {}

    /**
     * Skips the test with the reason where no engine answers, or where it can start nothing. Asked
     * for before each test, so that each is reported as skipped; it looks once.
     */
    public static synchronized ContainerEngine require() throws IOException, InterruptedException {
        if (engine == null && refusal == null) {
            look();
        }
        if (engine != null) {
            return engine;
        }
        if (System.getenv(REQUIRED) != null) {
            throw refusal;
        }
        return abort("No container can be run here: " + refusal.getMessage());
    }

    private static void look() throws InterruptedException {
        try {
            var found = ContainerEngine.find(System.getenv());
            found.require("run", "--rm", image(found, "sh", "[\"/bin/sh\", \"-c\"]"), "exit 0");
            engine = found;
        } catch (IOException e) {
            refusal = e;
        }
    }

    /** Makes an image of the machine's own programs, unless there is one. */
    public static String image(ContainerEngine engine, String name, String entryPoint)
            throws IOException, InterruptedException {
        var image = image(name);
        if (!engine.hasImage(image)) {
            var tar = tarOfPrograms();
            try {
                engine.require(
                        "import", "--change", "ENTRYPOINT " + entryPoint, tar.toString(), image);
            } finally {
                Files.delete(tar);
            }
        }
        return image;
    }

    /** What such an image is called; images of other programs are called otherwise. */
    public static String image(String name) {
        return "spillway-test/%s:%08x".formatted(name, PROGRAMS.hashCode());
    }

    private static Path tarOfPrograms() throws IOException, InterruptedException {
        Set<String> files = new TreeSet<>();
        for (var program : PROGRAMS) {
            var file = found(program);
            files.add("usr/bin/" + program);
            for (var word : output("ldd", file.toString()).split("\\s+")) {
                if (word.startsWith("/")) {
                    files.add(word.substring(1));
                }
            }
        }
        files.add("bin/sh");
        var tar = Files.createTempFile("programs", ".tar");
        var command =
                new ArrayList<>(List.of("tar", "--dereference", "-C", "/", "-cf", tar.toString()));
        command.addAll(files);
        output(command.toArray(String[]::new));
        return tar;
    }

    private static Path found(String program) throws IOException {
        return BIN.stream()
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("no " + program + " on this machine"));
    }

    private static String output(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}

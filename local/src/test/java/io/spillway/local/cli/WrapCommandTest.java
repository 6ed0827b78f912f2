package io.spillway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.definition.DefinitionFile;
import io.spillway.pipeline.definition.DefinitionReader.Result;
import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.ExitMeaning;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.definition.StageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrapCommandTest {

    @TempDir private Path directory;

    private final TestConsole console = new TestConsole();

    private Path folder() {
        return directory.resolve("wrapped");
    }

    private Path file(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "x");
    }

    private Path jar(String name, Map<Attributes.Name, String> attributes) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach(manifest.getMainAttributes()::put);
        var file = directory.resolve(name);
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            var self = WrapCommandTest.class.getName().replace('.', '/') + "$Old.class";
            jar.putNextEntry(new JarEntry("old/Old.class"));
            try (var bytes = WrapCommandTest.class.getClassLoader().getResourceAsStream(self)) {
                bytes.transferTo(jar);
            }
        }
        return file;
    }

    /** Has a main method, for a jar that doesn't say so. */
    static final class Old {
        private Old() {}

        public static void main(String[] args) {
            System.out.println(args.length);
        }
    }

    private PipelineDefinition definition() throws IOException {
        var result = DefinitionFile.read(folder().resolve("pipeline.yaml"), List.of());
        return switch (result) {
            case Result.Checked(var definition) -> definition;
            case Result.Mistaken mistaken -> throw new AssertionError(mistaken.report());
        };
    }

    private LegacyContract contract() throws IOException {
        return switch (definition().phases().getFirst().stage()) {
            case StageSpec.Legacy(var contract) -> contract;
            case StageSpec.Named named -> throw new AssertionError(named);
        };
    }

    @Test
    void wrapsAJarWithAMainClass() throws IOException {
        var jar = jar("Settle-1.2.jar", Map.of(Attributes.Name.MAIN_CLASS, "old.Old"));

        assertThat(
                        console.spillway(
                                "wrap",
                                "--jar",
                                jar,
                                "--exit",
                                "3=bad-input",
                                "--exit",
                                "silence=retry",
                                "--into",
                                folder()))
                .as(console.err())
                .isZero();

        assertThat(definition().name()).isEqualTo("settle-1-2");
        assertThat(contract().command())
                .containsExactly("java", "-jar", "{app}/Settle-1.2.jar", "{input}", "{outputs}");
        assertThat(contract().exits().ofStatus(3)).isEqualTo(ExitMeaning.BAD_INPUT);
        assertThat(contract().exits().silence()).isEqualTo(ExitMeaning.RETRY);
        assertThat(folder().resolve("app/Settle-1.2.jar")).hasSameBinaryContentAs(jar);
        assertThat(folder().resolve("incoming")).isEmptyDirectory();
        assertThat(folder().resolve("README.md")).content().contains("./spillway run .");
        assertThat(folder().resolve("image/pom.xml")).content().contains("<into>/app</into>");
        assertThat(console.out())
                .startsWith("Wrapped Settle-1.2.jar as the phase settle-1-2 in " + folder())
                .endsWith("  ./spillway run %s\n".formatted(folder()));
    }

    @Test
    void putsLibrariesOnTheClassPath() throws IOException {
        var jar = jar("a.jar", Map.of(Attributes.Name.MAIN_CLASS, "old.Old"));

        console.spillway(
                "wrap", "--jar", jar, "--with", file("lib.jar"), "--into", folder(), "--", "-v");

        assertThat(contract().command()).containsExactly("java", "-cp", "{app}/*", "old.Old", "-v");
        assertThat(folder().resolve("app")).isDirectoryContaining("glob:**/lib.jar");
    }

    @Test
    void takesAlongWhatAManifestNamesBesideTheJar() throws IOException {
        var names = "lib/there.jar lib/gone.jar https://example.org/a.jar ../out.jar";
        var jar =
                jar(
                        "a.jar",
                        Map.of(
                                Attributes.Name.MAIN_CLASS,
                                "old.Old",
                                Attributes.Name.CLASS_PATH,
                                names));
        Files.createDirectory(directory.resolve("lib"));
        file("lib/there.jar");

        console.spillway("wrap", "--jar", jar, "--into", folder());

        assertThat(folder().resolve("app/lib/there.jar")).exists();
        assertThat(console.err())
                .isEqualTo(
                        "spillway: its manifest names lib/gone.jar, which isn't there. Add it with --with if the program needs it.\n");
    }

    @Test
    void saysWhichClassesCouldBeTheMainOne() throws IOException {
        var jar = jar("a.jar", Map.of());

        assertThat(console.spillway("wrap", "--jar", jar, "--into", folder())).isEqualTo(1);

        assertThat(console.err())
                .isEqualTo(
                        "spillway: Cannot wrap %s: its manifest names no Main-Class. Name one with --main: it has old.Old.\n"
                                .formatted(jar));
        assertThat(folder()).doesNotExist();
    }

    @Test
    void takesTheMainClassItIsTold() throws IOException {
        var jar = jar("a.jar", Map.of());

        console.spillway("wrap", "--jar", jar, "--main", "old.Old", "--into", folder());

        assertThat(contract().command())
                .containsExactly("java", "-cp", "{app}/*", "old.Old", "{input}", "{outputs}");
    }

    @Test
    void refusesWhatIsNoJar() throws IOException {
        var file = file("a.jar");

        assertThat(console.spillway("wrap", "--jar", file, "--into", folder())).isEqualTo(1);
        assertThat(console.err()).contains("Cannot wrap " + file + ": it is no jar (");
    }

    @Test
    void keepsAScriptExecutable() throws IOException {
        var script = file("nightly.sh");

        console.spillway(
                "wrap",
                "--program",
                script,
                "--input",
                "stdin",
                "--output",
                "stdout",
                "--into",
                folder());

        assertThat(contract().command()).containsExactly("{app}/nightly.sh");
        assertThat(contract().input()).isEqualTo(InputMode.STDIN);
        assertThat(contract().output()).isEqualTo(OutputMode.STDOUT);
        assertThat(folder().resolve("app/nightly.sh")).isExecutable();
        assertThat(folder().resolve("image/pom.xml"))
                .content()
                .contains("<file>/app/nightly.sh</file>");
    }

    @ParameterizedTest
    @CsvSource({"/usr/bin/sort", "sort"})
    void callsAProgramOfTheMachineByItsName(String program) throws IOException {
        console.environment.put("PATH", "/usr/local/bin:/usr/bin");

        console.spillway("wrap", "--program", program, "--output", "stdout", "--into", folder());

        assertThat(contract().command()).containsExactly("sort", "{input}");
        assertThat(folder().resolve("app")).doesNotExist();
    }

    @Test
    void wrapsAnImageWithItsWholeCommand() throws IOException {
        console.spillway(
                "wrap",
                "--image",
                "reports/settle:7",
                "--into",
                folder(),
                "--",
                "/opt/settle",
                "{input}",
                "{outputs}");

        assertThat(contract().image()).hasValue("reports/settle:7");
        assertThat(contract().command()).containsExactly("/opt/settle", "{input}", "{outputs}");
        assertThat(definition().name()).isEqualTo("reports-settle-7");
        assertThat(folder().resolve("README.md")).content().contains("--containers");
        assertThat(folder().resolve("pipeline.yaml"))
                .content()
                .contains("timeLimit")
                .doesNotContain("silence", "progress", "log:");
    }

    @Test
    void copiesFilesToStartWith() throws IOException {
        var jar = jar("a.jar", Map.of(Attributes.Name.MAIN_CLASS, "old.Old"));
        var sample = file("città 1 + 2.csv");

        console.spillway("wrap", "--jar", jar, "--sample", sample, "--into", folder());

        assertThat(folder().resolve("incoming/città 1 + 2.csv")).hasSameBinaryContentAs(sample);
        assertThat(definition().name()).isEqualTo("wrapped");
    }

    @Test
    void neverTouchesAFolderThatIsThere() throws IOException {
        var jar = jar("a.jar", Map.of(Attributes.Name.MAIN_CLASS, "old.Old"));
        Files.createDirectory(folder());
        Files.writeString(folder().resolve("mine"), "mine");

        assertThat(console.spillway("wrap", "--jar", jar, "--into", folder())).isEqualTo(1);

        assertThat(console.err())
                .isEqualTo(
                        "spillway: Cannot write %s: it is there already. Name another folder with --into, or remove it.\n"
                                .formatted(folder()));
        assertThat(folder()).isDirectoryNotContaining("glob:**/pipeline.yaml");
        assertThat(directory).isDirectoryNotContaining(path -> path.toString().contains(".wrap-"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--exit 3=bad | phases.a-b.stage.legacy.exit.3: found \"bad\"",
                "--exit 300=fail | found the key \"300\"; allowed: exit statuses",
                "--name Upper | pipeline: found \"Upper\"",
                "--input pipe | phases.a-b.stage.legacy.input: found \"pipe\"",
                "--sample gone.csv | Cannot copy gone.csv: there is no such file",
                "--with gone.jar | Cannot wrap gone.jar: there is no such file"
            })
    void saysWhatIsWrongAndWritesNothing(String options, String message) throws IOException {
        var jar = jar("A_B.jar", Map.of(Attributes.Name.MAIN_CLASS, "old.Old"));
        var words = options.split(" ");

        assertThat(console.spillway("wrap", "--jar", jar, words[0], words[1], "--into", folder()))
                .isEqualTo(1);

        assertThat(console.err()).contains(message);
        assertThat(folder()).doesNotExist();
        assertThat(directory).isDirectoryNotContaining(path -> path.toString().contains(".wrap-"));
    }

    @Test
    void takesAPlaceholderThatStandsForNothingForAMistake() throws IOException {
        var jar = jar("a.jar", Map.of(Attributes.Name.MAIN_CLASS, "old.Old"));

        console.spillway("wrap", "--jar", jar, "--into", folder(), "--", "{inputs}");

        assertThat(console.err()).contains("found \"{inputs}\"", "Nearest: {input}.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrap | Missing required argument",
                "wrap --jar a --image b | mutually exclusive",
                "wrap --image b | needs the command to run in it",
                "wrap --program sort --main a.B | belongs to --jar",
                "wrap --image b --with c -- run | has no use with --image"
            })
    void refusesACommandLineThatSaysTooLittleOrTooMuch(String words, String message) {
        assertThat(console.spillway((Object[]) words.split(" "))).isEqualTo(2);
        assertThat(console.err()).contains(message);
    }
}

package io.spillway.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.stage.StageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFileTest {

    @TempDir Path directory;

    private Path file(String name, String permissions) throws Exception {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void takesTheFirstExecutableFileOfThePath() throws Exception {
        file("a/tool", "rw-r--r--");
        Files.createDirectories(directory.resolve("b/tool"));
        var wanted = file("c/tool", "rwxr-xr-x");
        file("d/tool", "rwxr-xr-x");
        var path = "%1$s/none::%1$s/a:%1$s/b:%1$s/c:%1$s/d".formatted(directory);

        assertThat(ProgramFile.find("tool", directory, path)).isEqualTo(wanted);
    }

    @Test
    void takesAPathAsItIs() throws Exception {
        var wanted = file("bin/tool", "rwxr-xr-x");

        assertThat(ProgramFile.find("bin/tool", directory, "")).isEqualTo(wanted);
        assertThat(ProgramFile.find(wanted.toString(), Path.of("/"), "")).isEqualTo(wanted);
    }

    @Test
    void tellsWhichPathItLookedAt() {
        assertThatThrownBy(() -> ProgramFile.find("tool", directory, "/none/a:/none/b"))
                .isInstanceOf(StageFailure.Configuration.class)
                .hasMessage(
                        "Cannot start tool: no directory of PATH holds such a program; looked at /none/a:/none/b. Install it there, or give its whole path in the definition.");
    }

    @Test
    void tellsWhatIsWrongWithAFile() throws Exception {
        var plain = file("plain", "rw-r--r--");

        assertThatThrownBy(() -> ProgramFile.find(plain.toString(), directory, ""))
                .isInstanceOf(StageFailure.Configuration.class)
                .hasMessage(
                        "Cannot start %1$s: %1$s is not executable. Correct the command in the definition, or put the program where it says.",
                        plain);
        assertThatThrownBy(() -> ProgramFile.find("/none/tool", directory, ""))
                .hasMessageContaining("/none/tool does not exist");
        assertThatThrownBy(() -> ProgramFile.find("./", directory, ""))
                .hasMessageContaining("is no file");
    }
}

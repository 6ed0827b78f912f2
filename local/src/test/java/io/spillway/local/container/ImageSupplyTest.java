package io.spillway.local.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an engine that knows the images whose ids lie in a folder, and loads one by writing it. */
class ImageSupplyTest {

    private static final String IMAGE = "spillway/job-runner:1";

    @TempDir private Path directory;
    private ContainerEngine engine;

    @BeforeEach
    void makeEngine() throws IOException {
        var program = directory.resolve("engine");
        Files.writeString(
                program,
                """
                #!/bin/sh
                cd %s
                case "$1" in
                  image) cat id ;;
                  load) cat containers/job-runner/target/jib-image.id > id; echo load >> loads ;;
                esac
                """
                        .formatted(directory));
        Files.setPosixFilePermissions(
                program, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        engine = ContainerEngine.find(Map.of(ContainerEngine.VARIABLE, program.toString()));
    }

    private void build(String id) throws IOException {
        var target = Files.createDirectories(directory.resolve("containers/job-runner/target"));
        Files.writeString(target.resolve("jib-image.tar"), "image");
        Files.writeString(target.resolve("jib-image.id"), id + "\n");
    }

    private void require(String image) throws IOException {
        new ImageSupply(engine, Optional.of(directory.resolve("containers"))).require(image);
    }

    @Test
    void loadsWhatWasBuiltOnceAndAgainWhenItWasBuiltAnew() throws Exception {
        build("sha256:aa");
        require(IMAGE);
        require(IMAGE);
        assertThat(directory.resolve("loads")).hasContent("load\n");

        build("sha256:bb");
        require(IMAGE);
        assertThat(directory.resolve("loads")).hasContent("load\nload\n");
    }

    @Test
    void takesWhatTheEngineHasWhereNothingWasBuilt() throws Exception {
        Files.writeString(directory.resolve("id"), "sha256:cc\n");

        require(IMAGE);

        assertThat(directory.resolve("loads")).doesNotExist();
    }

    @Test
    void saysHowToBuildOneOfOurs() {
        assertThatThrownBy(() -> require(IMAGE))
                .hasMessage(
                        "Cannot run jobs in containers: %s has no image spillway/job-runner:1. Build it, ./mvnw package -Pimages -DskipTests, which writes containers/job-runner/target/jib-image.tar, or name another with --image PHASE=REFERENCE."
                                .formatted(directory.resolve("engine")));
    }

    @Test
    void saysHowToPullAnother() {
        assertThatThrownBy(() -> require("reports/settle:7"))
                .hasMessageEndingWith(
                        "has no image reports/settle:7. Run %s pull reports/settle:7, or name another with --image PHASE=REFERENCE."
                                .formatted(directory.resolve("engine")));
    }
}

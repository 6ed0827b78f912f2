package io.spillway.local.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sees to it that the engine has an image, and the newest where it is one of ours: those that the
 * build wrote as tarballs are loaded.
 */
public final class ImageSupply {

    private static final Pattern OURS = Pattern.compile("spillway/([a-z0-9-]+):([\\w.-]+)");

    private final ContainerEngine engine;
    private final Optional<Path> containers;

    /**
     * @param containers the folder {@code containers} of the sources; absent where there are none
     */
    public ImageSupply(ContainerEngine engine, Optional<Path> containers) {
        this.engine = engine;
        this.containers = containers;
    }

    /**
     * @throws IOException if the engine hasn't got it, with what to do
     */
    public void require(String image) throws IOException {
        var tarball = tarball(image);
        var there = engine.imageId(image);
        if (tarball.isPresent() && !there.equals(builtId(tarball.get()))) {
            engine.load(tarball.get());
            there = engine.imageId(image);
        }
        if (there.isEmpty()) {
            throw new IOException(
                    "Cannot run jobs in containers: %s has no image %s. %s"
                            .formatted(engine.program(), image, remedy(image)));
        }
    }

    private Optional<Path> tarball(String image) {
        var name = OURS.matcher(image);
        return name.matches()
                ? containers
                        .map(folder -> folder.resolve(name.group(1) + "/target/jib-image.tar"))
                        .filter(Files::exists)
                : Optional.empty();
    }

    /** As Jib writes it down: the digest of the image's configuration. */
    private static Optional<String> builtId(Path tarball) throws IOException {
        var file = tarball.resolveSibling("jib-image.id");
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    private String remedy(String image) {
        var name = OURS.matcher(image);
        if (!name.matches()) {
            return "Run %s pull %s, or name another with --image PHASE=REFERENCE."
                    .formatted(engine.program(), image);
        }
        return "Build it, ./mvnw package -Pimages -DskipTests, which writes containers/%s/target/jib-image.tar, or name another with --image PHASE=REFERENCE."
                .formatted(name.group(1));
    }
}

package io.spillway.local.wrap;

import io.spillway.local.definition.DefinitionFile;
import io.spillway.pipeline.definition.DefinitionReader.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A folder that runs at once: {@code pipeline.yaml}, the program's files in {@code app/}, an {@code
 * incoming/}, a README, and a module that makes the image for AWS.
 *
 * @param command as a person reads it
 * @param missing files that the program names as its own and that weren't there
 */
public record WrappedFolder(Path folder, String command, List<String> missing) {

    private static final String DEFINITION = "pipeline.yaml";

    /**
     * Writes it. All or nothing: it is made beside its place and moved there, and what is there
     * already is never touched.
     *
     * @param folder isn't there yet, or is empty
     * @throws CannotWrap if it is there, if the program isn't, or if the definition would be wrong
     */
    public static WrappedFolder write(Wrapping wrapping, Path folder)
            throws CannotWrap, IOException {
        var place = folder.toAbsolutePath().normalize();
        var app = AppFiles.of(wrapping);
        var command = app.shown(wrapping.arguments());
        var definition = DefinitionText.of(wrapping, command);
        demandRight(definition);
        demandFree(place);
        Files.createDirectories(place.getParent());
        var draft = Files.createTempDirectory(place.getParent(), ".wrap-");
        try {
            fill(draft, wrapping, app, definition, command);
            moveTo(draft, place);
        } catch (IOException | CannotWrap e) {
            delete(draft);
            throw e;
        }
        return new WrappedFolder(folder, command, app.missing());
    }

    private static void fill(
            Path draft, Wrapping wrapping, AppFiles app, String definition, String command)
            throws CannotWrap, IOException {
        Files.writeString(draft.resolve(DEFINITION), definition);
        Files.writeString(draft.resolve("README.md"), ReadmeText.of(wrapping, command));
        Files.writeString(draft.resolve(".gitignore"), ".spillway/\nimage/target/\n");
        var incoming = Files.createDirectory(draft.resolve("incoming"));
        for (var sample : wrapping.samples()) {
            copyTo(incoming.resolve(sample.toAbsolutePath().getFileName()), sample);
        }
        for (var file : app.files().entrySet()) {
            copyTo(draft.resolve("app").resolve(file.getKey()), file.getValue());
        }
        if (wrapping.program() instanceof Program.Executable(var file)) {
            demandExecutable(draft.resolve("app").resolve(file.getFileName()));
        }
        if (!app.files().isEmpty()) {
            var image = Files.createDirectory(draft.resolve("image"));
            Files.writeString(image.resolve("pom.xml"), ImageModule.of(wrapping));
        }
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The reader of definitions judges what was written, with the words that were given. */
    private static void demandRight(String definition) throws CannotWrap {
        var result =
                DefinitionFile.read(
                        definition.getBytes(StandardCharsets.UTF_8), DEFINITION, List.of());
        if (result instanceof Result.Mistaken mistaken) {
            throw new CannotWrap(
                    "Cannot wrap the program so, since its definition would be wrong. Correct what these lines name:\n"
                            + mistaken.report());
        }
    }

    private static void demandFree(Path place) throws CannotWrap, IOException {
        if (!Files.exists(place)) {
            return;
        }
        if (!Files.isDirectory(place) || !isEmpty(place)) {
            throw taken(place);
        }
    }

    private static CannotWrap taken(Path place) {
        return new CannotWrap(
                "Cannot write %s: it is there already. Name another folder with --into, or remove it."
                        .formatted(place));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** A move replaces an empty directory and nothing else. */
    private static void moveTo(Path draft, Path place) throws CannotWrap, IOException {
        try {
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException _) {
            throw taken(place);
        }
    }

    private static void demandExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException("Cannot make %s executable.".formatted(file));
        }
    }

    /** A file or a folder with all that is in it. */
    private static void copyTo(Path target, Path from) throws CannotWrap, IOException {
        if (!Files.isReadable(from)) {
            throw new CannotWrap(
                    "Cannot copy %s: there is no such file, or it can't be read. Name a file that is there."
                            .formatted(from));
        }
        Files.createDirectories(target.getParent());
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) throws IOException {
                        Files.createDirectories(target.resolve(from.relativize(directory)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        var to = file.equals(from) ? target : target.resolve(from.relativize(file));
                        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException e)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}

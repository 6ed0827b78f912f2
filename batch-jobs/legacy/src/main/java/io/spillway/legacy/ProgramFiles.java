package io.spillway.legacy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files below a directory that a program wrote, by their relative paths, in order of these.
 *
 * <p>Symbolic links, devices, sockets and pipes are refused: what they stand for isn't what the
 * program wrote, and reading them may never end.
 */
final class ProgramFiles extends SimpleFileVisitor<Path> {

    /** More are taken for a mistake: each costs an object, and its path is kept in memory. */
    static final int MAX_FILES = 100_000;

    /** Tells what was found that is no proper output, as the end of a sentence. */
    static final class Refused extends IOException {
        private Refused(String message) {
            super(message);
        }
    }

    private final Path directory;
    private final SortedMap<String, Path> found = new TreeMap<>();

    private ProgramFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * @throws Refused if there is anything but readable files and directories with names in {@link
     *     SafeName#OF_FILE_NAMES}, or more than {@link #MAX_FILES} files
     */
    static SortedMap<String, Path> below(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused("removed or replaced its output directory");
        }
        var files = new ProgramFiles(directory);
        Files.walkFileTree(directory, files);
        return files.found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        var name = directory.relativize(file).toString();
        if (!attributes.isRegularFile()) {
            throw new Refused("wrote %s, which is %s".formatted(shown(name), kind(attributes)));
        }
        if (!isSpelled(name, file)) {
            throw new Refused(
                    "wrote %s, whose name isn't in %s, the encoding of names here"
                            .formatted(shown(name), SafeName.OF_FILE_NAMES));
        }
        if (!Files.isReadable(file)) {
            throw new Refused("wrote %s, which may not be read".formatted(shown(name)));
        }
        if (found.size() == MAX_FILES) {
            throw new Refused("wrote more than %,d files".formatted(MAX_FILES));
        }
        found.put(name, file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
        var name = directory.relativize(file).toString();
        throw new Refused(
                "wrote %s, which can't be opened (%s)"
                        .formatted(shown(name), cause.getClass().getSimpleName()));
    }

    /** Bytes that stand for no character are lost on the way from a file's name to text. */
    private boolean isSpelled(String name, Path file) {
        try {
            return directory.resolve(name).equals(file);
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private static String kind(BasicFileAttributes attributes) {
        return attributes.isSymbolicLink() ? "a symbolic link" : "a device, a pipe or a socket";
    }

    private static String shown(String name) {
        return "\"%s\"".formatted(HarmlessText.of(name));
    }
}

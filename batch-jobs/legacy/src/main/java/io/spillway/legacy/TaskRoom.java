package io.spillway.legacy;

import io.spillway.pipeline.job.ImageTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that the job runner shares with the container of an untouched image. That may run as
 * any user: it can read the input and write outputs, and nothing else there.
 *
 * @param folder on the shared volume
 */
public record TaskRoom(Path folder) {

    private static final String READABLE = "rwxr-xr-x";
    private static final String WRITABLE = "rwxrwxrwx";

    /** Makes it. A task is used once, so that nothing is there yet. */
    void make() throws IOException {
        Files.createDirectory(folder);
        allow(folder, READABLE);
        allow(Files.createDirectory(input()), READABLE);
        allow(Files.createDirectory(outputs()), WRITABLE);
    }

    Path input() {
        return folder.resolve(ImageTask.INPUT);
    }

    Path outputs() {
        return folder.resolve(ImageTask.OUTPUTS);
    }

    private Path ready() {
        return folder.resolve(ImageTask.READY);
    }

    /** Tells the gate that the input is there. */
    void open() throws IOException {
        try (var files = Files.newDirectoryStream(input())) {
            for (var file : files) {
                allow(file, "rw-r--r--");
            }
        }
        Files.createFile(ready());
    }

    /** Whether the input is there: then the gate may end. */
    public boolean isOpen() {
        return Files.exists(ready());
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}

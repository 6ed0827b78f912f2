package io.spillway.pipeline.stage;

import io.spillway.pipeline.store.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The input object of an attempt. Always the same version, however often it is opened. */
public interface Input {

    ObjectVersion object();

    /** What its first bytes say it is; its name only broke ties. */
    ContentType type();

    /**
     * The last segment of its key, never empty: {@code seattle.csv} of {@code in/2012/seattle.csv}.
     * Of a set, the name that its outputs get: {@code 2012.zip.every-count}.
     */
    default String name() {
        return nameOf(object().key());
    }

    /** The last segment of a key. */
    static String nameOf(String key) {
        while (key.endsWith("/") && key.length() > 1) {
            key = key.substring(0, key.length() - 1);
        }
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /** In bytes. */
    default long size() {
        return object().size();
    }

    /**
     * Opens its bytes from the start, in order, without holding more than a buffer. The caller
     * closes it.
     */
    InputStream open() throws IOException;

    /**
     * Opens its bytes from {@code offset} on, otherwise as {@link #open()}.
     *
     * @param offset in bytes, 0 to its size
     */
    default InputStream open(long offset) throws IOException {
        return Channels.newInputStream(openChannel().position(offset));
    }

    /**
     * Writes its bytes into a file, several ranges at once where its host has the memory for it.
     *
     * @param file doesn't exist yet. After a failure it may hold anything
     * @param progress told of bytes, by one thread at a time
     */
    default void copyTo(Path file, Progress progress) throws IOException {
        try (var from = open();
                var to = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            var buffer = new byte[64 << 10];
            var done = 0L;
            for (var count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                done += count;
                progress.at(done, size());
            }
        }
    }

    /**
     * Opens its bytes for reading at any position, each jump a ranged request. The caller closes
     * it.
     */
    SeekableByteChannel openChannel() throws IOException;
}

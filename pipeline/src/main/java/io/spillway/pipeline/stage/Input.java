package io.spillway.pipeline.stage;

import io.spillway.pipeline.store.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/** The input object of an attempt. Always the same version, however often it is opened. */
public interface Input {

    ObjectVersion object();

    /** What its first bytes say it is; its name only broke ties. */
    ContentType type();

    /**
     * The last segment of its key, never empty: {@code seattle.csv} of {@code in/2012/seattle.csv}.
     */
    default String name() {
        var key = object().key();
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
     * Opens its bytes for reading at any position, each jump a ranged request. The caller closes
     * it.
     */
    SeekableByteChannel openChannel() throws IOException;
}

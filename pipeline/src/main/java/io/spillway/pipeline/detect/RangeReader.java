package io.spillway.pipeline.detect;

import java.io.IOException;

/** Reads parts of one object version, each with a request of its own. */
@FunctionalInterface
public interface RangeReader {

    /**
     * Reads a range that lies within the object.
     *
     * @param offset in bytes, 0 or more
     * @param length in bytes, 1 to 4 MiB
     * @return exactly {@code length} bytes
     */
    byte[] read(long offset, int length) throws IOException;
}

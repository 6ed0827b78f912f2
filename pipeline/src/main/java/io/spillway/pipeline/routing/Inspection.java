package io.spillway.pipeline.routing;

import io.spillway.pipeline.detect.ContentDetector;
import io.spillway.pipeline.detect.UnpackedSizes;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.StoreException;
import java.io.IOException;

/** Looks inside an object, with a few small reads, as far as routing needs. */
public final class Inspection {

    /** How many of an object's first bytes tell its type, in bytes. */
    public static final int START_BYTES = ContentDetector.HEAD_BYTES;

    private final ObjectStore store;

    public Inspection(ObjectStore store) {
        this.store = store;
    }

    /**
     * @throws io.spillway.pipeline.store.ObjectGone if this version can't be read any more
     */
    public InputFacts of(ObjectVersion object) throws IOException {
        return of(object, read(object, 0, (int) Math.min(object.size(), START_BYTES)));
    }

    /**
     * The same of an object whose first bytes were read before.
     *
     * @param start its first {@link #START_BYTES} bytes, or all where it has fewer
     * @throws io.spillway.pipeline.store.ObjectGone if this version can't be read any more
     */
    public InputFacts of(ObjectVersion object, byte[] start) throws IOException {
        var detection = ContentDetector.detect(object.key(), start, object.size());
        var unpacked =
                UnpackedSizes.of(
                        detection.type(),
                        object.size(),
                        (offset, length) -> read(object, offset, length));
        return new InputFacts(detection.type(), detection.claimed(), unpacked);
    }

    private byte[] read(ObjectVersion object, long offset, int length) throws IOException {
        try (var stream = store.read(object, offset, length)) {
            var bytes = stream.readNBytes(length);
            if (bytes.length < length) {
                throw new StoreException.Transient(
                        "Reading %d bytes of %s at %d gave %d."
                                .formatted(length, object, offset, bytes.length),
                        null);
            }
            return bytes;
        }
    }
}

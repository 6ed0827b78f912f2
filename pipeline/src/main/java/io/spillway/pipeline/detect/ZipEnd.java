package io.spillway.pipeline.detect;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The record at the end of a zip that tells where its central directory is.
 *
 * <p>A zip can be made so that two readers find two directories in it. This one finds what the
 * library finds that unpacks, or nothing. Source: PKWARE APPNOTE.TXT 4.3.14 to 4.3.16.
 *
 * @param start of the central directory within the file, in bytes
 * @param size of the central directory, in bytes
 * @param entries that the record announces
 */
record ZipEnd(long start, long size, long entries) {

    /** What a search for it comes to. */
    sealed interface Search {}

    record Found(ZipEnd end) implements Search {}

    /** It isn't there, or tells nonsense. */
    record Missing(String problem) implements Search {}

    private static final int SIGNATURE = 0x0605_4B50;
    private static final int RECORD = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int LOCATOR_SIGNATURE = 0x0706_4B50;
    private static final int LOCATOR = 20;
    private static final int ZIP64_SIGNATURE = 0x0606_4B50;
    private static final int ZIP64_RECORD = 56;
    private static final int ENTRY = 46;

    static Search find(Ranges range) throws IOException {
        var tail = range.tail(LOCATOR + RECORD + MAX_COMMENT);
        var at = recordIn(tail);
        if (at < 0) {
            return missing(
                    "no end record is found in its last %d of %d bytes"
                            .formatted(tail.limit(), range.size()));
        }
        var position = range.size() - tail.limit() + at;
        if (at >= LOCATOR && tail.getInt(at - LOCATOR) == LOCATOR_SIGNATURE) {
            return findZip64(range, tail, at, position - LOCATOR);
        }
        if (tail.getShort(at + 4) != 0
                || tail.getShort(at + 6) != 0
                || tail.getShort(at + 8) != tail.getShort(at + 10)) {
            return severalDisks((tail.getShort(at + 4) & 0xFFFF) + 1L);
        }
        var size = tail.getInt(at + 12) & 0xFFFF_FFFFL;
        var offset = tail.getInt(at + 16) & 0xFFFF_FFFFL;
        if (offset > position - size) {
            return misplaced(offset, size, position);
        }
        // The directory ends where its end record starts, also when something precedes the zip.
        return checked(position, size, tail.getShort(at + 10) & 0xFFFF);
    }

    private static Search findZip64(Ranges range, ByteBuffer tail, int at, long locator)
            throws IOException {
        var position = tail.getLong(at - LOCATOR + 8);
        if (position < 0 || position > locator - ZIP64_RECORD) {
            return missing("its ZIP64 end record is said to be at byte " + position);
        }
        var end = range.read(position, ZIP64_RECORD);
        if (end.getInt(0) != ZIP64_SIGNATURE) {
            return missing("no ZIP64 end record is at byte " + position);
        }
        if (end.getInt(16) != 0 || end.getInt(20) != 0 || end.getLong(24) != end.getLong(32)) {
            return severalDisks((end.getInt(16) & 0xFFFF_FFFFL) + 1);
        }
        return checked(position, end.getLong(40), end.getLong(32));
    }

    /**
     * The directory ends where its end record starts, also when something was put before the zip.
     */
    private static Search checked(long position, long size, long entries) {
        if (size < 0 || size > position || entries < 0 || entries > size / ENTRY) {
            return missing(
                    "its end record announces %s entries in a directory of %s bytes"
                            .formatted(
                                    Long.toUnsignedString(entries), Long.toUnsignedString(size)));
        }
        return new Found(new ZipEnd(position - size, size, entries));
    }

    /** Where the last record starts, which is the one that other readers take; -1 if none fits. */
    private static int recordIn(ByteBuffer tail) {
        for (var at = tail.limit() - RECORD; at >= 0; at--) {
            if (tail.getInt(at) == SIGNATURE) {
                var end = at + RECORD + (tail.getShort(at + 20) & 0xFFFF);
                return end <= tail.limit() ? at : -1;
            }
        }
        return -1;
    }

    private static Search misplaced(long offset, long size, long position) {
        return missing(
                "its end record at byte %d announces a directory of %s bytes at byte %s"
                        .formatted(
                                position,
                                Long.toUnsignedString(size),
                                Long.toUnsignedString(offset)));
    }

    private static Search severalDisks(long disks) {
        return new Missing(
                "it is part %d of a zip in several parts. Join the parts before uploading."
                        .formatted(disks));
    }

    private static Search missing(String problem) {
        return new Missing(problem + ": the zip was cut short or damaged. Upload it again.");
    }
}

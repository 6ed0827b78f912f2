package io.spillway.pipeline.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips for tests: made by the JDK, and directories made by hand. */
final class Zips {

    private Zips() {}

    /** Entries of these sizes, full of zeros. */
    static byte[] of(int... sizes) {
        return withComment("", sizes);
    }

    static byte[] withComment(String comment, int... sizes) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setComment(comment);
            for (var i = 0; i < sizes.length; i++) {
                zip.putNextEntry(new ZipEntry("file" + i + ".csv"));
                zip.write(new byte[sizes[i]]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** One entry of a central directory. */
    static byte[] entry(
            String name, int flags, int method, long packed, long unpacked, byte[] extra) {
        return new Bytes()
                .ints(0x02014B50)
                .shorts(20, 20, flags, method, 0, 0)
                .ints(0, packed, unpacked)
                .shorts(name.length(), extra.length, 0, 0, 0)
                .ints(0, 0)
                .raw(name.getBytes(UTF_8))
                .raw(extra)
                .toArray();
    }

    /** A file of {@code front} zeros, this directory, and its end record. */
    static byte[] file(int front, int entries, byte[] directory) {
        return new Bytes()
                .zeros(front)
                .raw(directory)
                .raw(end(entries, directory.length, front))
                .toArray();
    }

    static byte[] end(int entries, long size, long start) {
        return new Bytes()
                .ints(0x06054B50)
                .shorts(0, 0, entries, entries)
                .ints(size, start)
                .shorts(0)
                .toArray();
    }
}

package io.spillway.local.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Real rows, from which files of any size are made: the header, then row after row, from the first
 * again after the last. The same request gives the same bytes.
 */
final class WeatherRows {

    /** Distance between the first rows of two files: coprime to most numbers of rows. */
    private static final int STRIDE = 31;

    private static final int BUFFER = 1 << 20;

    private final byte[] header;
    private final List<byte[]> rows;

    private WeatherRows(byte[] header, List<byte[]> rows) {
        this.header = header;
        this.rows = rows;
    }

    /**
     * @throws IOException if the file can't be read or holds no row below its header
     */
    static WeatherRows of(Path csv) throws IOException {
        if (!Files.isRegularFile(csv)) {
            throw new IOException(
                    "Cannot make files from the rows of %s: there is no such file. Run in Spillway's directory, or name another CSV with --rows."
                            .formatted(csv));
        }
        var lines =
                Files.readAllLines(csv).stream()
                        .map(line -> (line + "\n").getBytes(StandardCharsets.UTF_8))
                        .toList();
        if (lines.size() < 2) {
            throw new IOException(
                    "Cannot make files from the rows of %s: it has %d lines, a header and a row are needed. Name another CSV with --rows."
                            .formatted(csv, lines.size()));
        }
        return new WeatherRows(lines.getFirst(), lines.subList(1, lines.size()));
    }

    /** Of the header, its line end included. */
    int headerBytes() {
        return header.length;
    }

    /** A made file. */
    record Made(byte[] content, long rows) {}

    /** The {@code number}th file of at most so many bytes. */
    Made file(int number, int mostBytes) throws IOException {
        var out = new ByteArrayOutputStream(mostBytes);
        var written = write(out, number * STRIDE, mostBytes);
        return new Made(out.toByteArray(), written);
    }

    /**
     * Writes a file of at most so many bytes, and at most a row less.
     *
     * @return the rows in it
     */
    long write(Path file, long mostBytes) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            return write(out, 0, mostBytes);
        }
    }

    private long write(OutputStream out, int first, long mostBytes) throws IOException {
        out.write(header);
        long left = mostBytes - header.length;
        long written = 0;
        for (int at = first % rows.size(); ; at = (at + 1) % rows.size()) {
            var row = rows.get(at);
            if (row.length > left) {
                return written;
            }
            out.write(row);
            left -= row.length;
            written++;
        }
    }
}

package io.spillway.local.journal;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import io.spillway.pipeline.json.JsonObject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The one file that holds what all stand-in services know: a JSON line for each change, in the
 * order in which they took effect.
 *
 * <p>A change is a single line, so the process may be killed at any moment: a change is there whole
 * or not at all. Lines aren't forced to the disk, so a power cut may lose the last ones.
 */
public final class Journal implements AutoCloseable {

    /**
     * A service whose state is what its changes say.
     *
     * <p>A service changes its state only in {@link #apply}: for a change that just happened it
     * calls {@link Journal#append} and then its own {@code apply}, under its own lock.
     */
    public interface Journaled {

        /** Its name in the journal. */
        String journalName();

        /** Takes one of its changes into its state. */
        void apply(JsonObject change);

        /** The fewest changes that lead to the present state. */
        Stream<JsonObject> snapshot();
    }

    private final Path file;
    private final FileChannel lockFile;
    // Not a channel: an interrupt, such as a stopping job gets, would close that for everybody.
    private RandomAccessFile out;
    private long length;
    private long lines;

    private Journal(Path file, FileChannel lockFile) {
        this.file = file;
        this.lockFile = lockFile;
    }

    /**
     * Opens {@code journal.jsonl} in a directory; both are made if absent. A last line that was cut
     * short is cut off.
     *
     * @throws IOException if the file can't be used, or another process has it open
     */
    public static Journal open(Path directory) throws IOException {
        Files.createDirectories(directory);
        var lockFile =
                FileChannel.open(
                        directory.resolve("journal.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (lock(lockFile) == null) {
            lockFile.close();
            throw new IOException(
                    "Cannot use %s: another Spillway works with this directory. Stop it, or choose another one with --state."
                            .formatted(directory));
        }
        var journal = new Journal(directory.resolve("journal.jsonl"), lockFile);
        journal.openForAppend();
        return journal;
    }

    private static FileLock lock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it open: the same answer as for another
        }
    }

    private void openForAppend() throws IOException {
        out = new RandomAccessFile(file.toFile(), "rw");
        length = endOfLastLine();
        truncate();
    }

    /** Where the last whole line ends, read backwards; 0 if there is none. */
    private long endOfLastLine() throws IOException {
        var block = new byte[1 << 12];
        for (long end = out.length(); end > 0; ) {
            int count = (int) Math.min(block.length, end);
            end -= count;
            out.seek(end);
            out.readFully(block, 0, count);
            for (int i = count - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return end + i + 1;
                }
            }
        }
        return 0;
    }

    private void truncate() throws IOException {
        out.setLength(length);
        out.seek(length);
    }

    /**
     * Hands every line to the service it names. Call it once, before any {@link #append}.
     *
     * @param services by {@link Journaled#journalName}
     * @throws IOException if a line is damaged, or for a service that isn't there
     */
    public synchronized void replay(Map<String, ? extends Journaled> services) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var reader = new LineReader(in);
            for (var line = reader.next(); line != null; line = reader.next()) {
                lines++;
                replay(line, services);
            }
        }
    }

    private void replay(byte[] line, Map<String, ? extends Journaled> services) throws IOException {
        JsonObject entry;
        try {
            entry = Json.readObject(line);
        } catch (JsonMismatch e) {
            throw new IOException(
                    "Cannot read %s: line %d is damaged (%s). Restore the directory as a whole, or choose another one with --state."
                            .formatted(file, lines, e.getMessage()),
                    e);
        }
        var name = entry.requireText("service");
        var service = services.get(name);
        if (service == null) {
            throw new IOException(
                    "Cannot read %s: line %d is for the unknown service \"%s\". Another version wrote it; use that one, or another directory with --state."
                            .formatted(file, lines, name));
        }
        service.apply(entry.requireObject("change"));
    }

    /**
     * Adds a change. When this returns, the change outlives this process.
     *
     * @throws UncheckedIOException if it can't be written; the file is then as it was
     */
    public void append(Journaled service, JsonObject change) {
        var line = line(service, change);
        synchronized (this) {
            try {
                out.write(line);
                length += line.length;
                lines++;
            } catch (IOException e) {
                throw unwritten(e);
            }
        }
    }

    /** Half a line must not stay, for another would follow it. */
    private UncheckedIOException unwritten(IOException e) {
        try {
            truncate();
        } catch (IOException again) {
            e.addSuppressed(again);
        }
        return new UncheckedIOException(
                "Cannot write to %s. Make room and start again; nothing that was acknowledged is lost."
                        .formatted(file),
                e);
    }

    /** Changes in the file. */
    public synchronized long size() {
        return lines;
    }

    /**
     * Rewrites the file to hold the services' snapshots only. Call it before they take requests.
     */
    public synchronized void compact(Iterable<? extends Journaled> services) throws IOException {
        var fresh = file.resolveSibling("journal.compacting");
        long count = 0;
        try (var compacted = new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 16)) {
            for (var service : services) {
                for (var change : (Iterable<JsonObject>) service.snapshot()::iterator) {
                    compacted.write(line(service, change));
                    count++;
                }
            }
        }
        out.close();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        openForAppend();
        lines = count;
    }

    private static byte[] line(Journaled service, JsonObject change) {
        var entry = JsonObject.of().put("service", service.journalName()).put("change", change);
        return (Json.write(entry.build()) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
        lockFile.close();
    }
}

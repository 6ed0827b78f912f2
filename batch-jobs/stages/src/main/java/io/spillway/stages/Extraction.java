package io.spillway.stages;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The files that come out of one packed object, counted against the limits. */
final class Extraction {

    /** Changes with the order in which files come out of archives, or with their names. */
    private static final String CHECKPOINT = "unpack 1";

    private final Work work;
    private final UnpackLimits limits;
    private final EntryNames names = new EntryNames();
    private final byte[] buffer = new byte[Buffers.SIZE];
    private final long done;
    private long entries;
    private long files;
    private long unpacked;

    /** Goes on from where an earlier attempt stopped, if there was one. */
    Extraction(Work work, UnpackLimits limits) throws IOException {
        this.work = work;
        this.limits = limits;
        this.done =
                work.resumeFrom(CHECKPOINT)
                        .map(position -> position.requireWhole("files"))
                        .orElse(0L);
    }

    /** Whether an earlier attempt wrote the next file. */
    boolean isNextDone() {
        return files < done;
    }

    /**
     * Passes over a file that an earlier attempt wrote.
     *
     * @param size in bytes, as unpacked
     */
    void skip(String name, long size) throws IOException, InterruptedException {
        work.checkStop();
        limits.checkEntries(++entries);
        names.fileName(name);
        files++;
        unpacked += size;
        limits.checkBytes(unpacked, work.input().size());
    }

    /** Passes over a file that an earlier attempt wrote, where what follows lies behind it. */
    void skip(String name, InputStream content, Runnable progress)
            throws IOException, InterruptedException {
        skip(name, 0);
        copy(content, OutputStream.nullOutputStream(), progress);
    }

    /** Tells that the last file is whole, so that no other attempt need write it. */
    void checkpoint() {
        work.checkpoint(CHECKPOINT, JsonObject.of().put("files", files).build());
    }

    /** Unpacked bytes so far. */
    long unpacked() {
        return unpacked;
    }

    /** Notes a folder, which leaves no output: keys need none. */
    void folder(String name) throws Damaged {
        limits.checkEntries(++entries);
        names.checkFolder(name);
    }

    /**
     * Writes one file under its name in the archive.
     *
     * @param progress called now and then
     */
    void file(String name, InputStream content, Runnable progress)
            throws IOException, StageFailure, InterruptedException {
        limits.checkEntries(++entries);
        write(names.fileName(name), content, progress);
    }

    /** Writes the only file, under a name that isn't from the data. */
    void onlyFile(String path, InputStream content, Runnable progress)
            throws IOException, StageFailure, InterruptedException {
        write(path, content, progress);
    }

    /** Reads what is left and drops it, which makes the libraries check their checksums. */
    void drain(InputStream rest) throws IOException, InterruptedException {
        var position = 0L;
        for (var count = rest.read(buffer); count >= 0; count = rest.read(buffer)) {
            work.checkStop();
            for (var i = 0; i < count; i++) {
                if (buffer[i] != 0) {
                    throw new Damaged(
                            "more data follows the end of the tar, %d bytes after it. Pack the files as one tar."
                                    .formatted(position + i));
                }
            }
            position += count;
            count(count);
        }
    }

    void checkNotEmpty() throws Damaged {
        if (files == 0) {
            throw new Damaged(
                    "the archive holds no files, in %d entries. Pack the files again."
                            .formatted(entries));
        }
    }

    private void write(String path, InputStream content, Runnable progress)
            throws IOException, StageFailure, InterruptedException {
        files++;
        try (var out = work.outputs().underInput(path, MediaTypes.ofName(path))) {
            copy(content, out, progress);
        }
        progress.run();
    }

    private void copy(InputStream content, OutputStream out, Runnable progress)
            throws IOException, InterruptedException {
        for (var count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            work.checkStop();
            count(count);
            out.write(buffer, 0, count);
            progress.run();
        }
    }

    private void count(int bytes) throws Damaged {
        unpacked += bytes;
        limits.checkBytes(unpacked, work.input().size());
    }
}

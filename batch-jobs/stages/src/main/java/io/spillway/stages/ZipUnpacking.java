package io.spillway.stages;

import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.detect.UnpackedSizes;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Takes the files out of a zip in the order in which they lie in it.
 *
 * <p>The central directory is checked before the library sees it: a library reads all of it into
 * memory.
 */
final class ZipUnpacking {

    private static final int FILE_TYPE = 0xF000;
    private static final int REGULAR = 0x8000;
    private static final int FOLDER = 0x4000;
    private static final int SYMBOLIC_LINK = 0xA000;

    private final Work work;
    private final Extraction extraction;
    private final UnpackLimits limits;
    private final StoreTrouble trouble = new StoreTrouble();
    private final Library library = new Library(trouble);

    ZipUnpacking(Work work, Extraction extraction, UnpackLimits limits) {
        this.work = work;
        this.extraction = extraction;
        this.limits = limits;
    }

    void run() throws StageFailure, IOException, InterruptedException {
        var size = work.input().size();
        try (var channel = new StoreChannel(work.input().openChannel(), size, trouble)) {
            var total = announced(channel);
            try (var zip = library.call(() -> open(channel))) {
                for (var entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                    unpack(zip, entry, total);
                }
            }
            extraction.checkNotEmpty();
        }
    }

    /** The unpacked bytes that the central directory announces, checked against the limits. */
    private long announced(StoreChannel channel) throws IOException {
        var size = work.input().size();
        return switch (UnpackedSizes.of(ContentType.ZIP, size, channel::read)) {
            case Unpacked.Exact(var bytes, var entries, var _) -> {
                limits.checkEntries(entries);
                limits.checkBytes(bytes, size);
                yield bytes;
            }
            case Unpacked.Broken(var reason) -> throw new Damaged(reason);
            case Unpacked.AtLeast(var _, var how) ->
                    throw new Damaged(
                            "its central directory is larger than 16 MiB. Split the archive. ("
                                    + how
                                    + ")");
            case Unpacked.Plain(var bytes) -> bytes;
            case Unpacked.Estimated(var bytes, var _) -> bytes;
        };
    }

    private static ZipFile open(StoreChannel channel) throws IOException {
        // Reading the local headers too would cost a request per entry, and tell nothing new.
        return ZipFile.builder()
                .setSeekableByteChannel(channel)
                .setIgnoreLocalFileHeader(true)
                .get();
    }

    private void unpack(ZipFile zip, ZipArchiveEntry entry, long total)
            throws StageFailure, IOException, InterruptedException {
        var name = ZipNames.of(entry);
        checkKind(entry, name);
        if (entry.isDirectory()) {
            extraction.folder(name);
            return;
        }
        if (!zip.canReadEntryData(entry)) {
            throw EntryNames.refused(
                    name,
                    "is packed with method %d, which isn't read".formatted(entry.getMethod()));
        }
        if (extraction.isNextDone()) {
            extraction.skip(name, entry.getSize());
            return;
        }
        try {
            copy(zip, entry, name, total);
            extraction.checkpoint();
        } catch (Damaged e) {
            throw e.getCause() == null
                    ? e
                    : EntryNames.refused(name, "is damaged (" + e.getMessage() + ")");
        }
    }

    private void copy(ZipFile zip, ZipArchiveEntry entry, String name, long total)
            throws StageFailure, IOException, InterruptedException {
        var before = extraction.unpacked();
        var checksum = new CRC32();
        try (var raw = library.guard(library.call(() -> zip.getInputStream(entry)))) {
            extraction.file(
                    name,
                    new CheckedInputStream(new RecordedSize(raw, name, entry.getSize()), checksum),
                    () -> work.progress().at(Math.min(extraction.unpacked(), total), total));
        }
        var bytes = extraction.unpacked() - before;
        if (bytes != entry.getSize() || checksum.getValue() != entry.getCrc()) {
            throw EntryNames.refused(
                    name,
                    "unpacks to %d bytes with checksum %08x where %d bytes with %08x are recorded"
                            .formatted(
                                    bytes, checksum.getValue(), entry.getSize(), entry.getCrc()));
        }
    }

    private static void checkKind(ZipArchiveEntry entry, String name) throws Damaged {
        var kind = entry.getUnixMode() & FILE_TYPE;
        if (kind == SYMBOLIC_LINK) {
            throw EntryNames.refused(name, "is a symbolic link");
        }
        if (kind != 0 && kind != REGULAR && kind != FOLDER) {
            throw EntryNames.refused(name, "is neither a file nor a folder");
        }
    }
}

package io.spillway.stages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.stage.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Takes the files out of a tar in their order. A name that isn't UTF-8 is read as ISO 8859-1, as
 * the library does.
 */
final class TarUnpacking {

    private static final int RECORD = 512;

    private final Extraction extraction;
    private final Library library;

    TarUnpacking(Extraction extraction, Library library) {
        this.extraction = extraction;
        this.library = library;
    }

    void run(InputStream content, Runnable progress)
            throws StageFailure, IOException, InterruptedException {
        var bounded = new TarInput(content);
        // With blocks of one record the library stops at the end mark, and what follows is seen.
        var tar = new TarArchiveInputStream(bounded, RECORD, RECORD, ISO_8859_1.name(), false);
        for (var entry = next(tar, bounded); entry != null; entry = next(tar, bounded)) {
            unpack(tar, entry, progress);
        }
        extraction.drain(content);
        progress.run();
    }

    private TarArchiveEntry next(TarArchiveInputStream tar, TarInput bounded) throws IOException {
        bounded.startHeader();
        var entry = library.call(tar::getNextEntry);
        if (entry == null) {
            library.call(bounded::checkEnd);
        }
        bounded.startContent();
        return entry;
    }

    private void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Runnable progress)
            throws StageFailure, IOException, InterruptedException {
        var name = nameOf(entry);
        checkKind(entry, name);
        if (entry.isDirectory()) {
            extraction.folder(name);
            return;
        }
        if (extraction.isNextDone()) {
            extraction.skip(name, library.guard(tar), progress);
            return;
        }
        extraction.file(name, library.guard(tar), progress);
        extraction.checkpoint();
    }

    private static void checkKind(TarArchiveEntry entry, String name) throws Damaged {
        if (entry.isSymbolicLink()) {
            throw EntryNames.refused(name, "is a symbolic link");
        }
        if (entry.isLink()) {
            throw EntryNames.refused(name, "is a hard link");
        }
        switch (entry.getLinkFlag()) {
            case TarConstants.LF_OLDNORM,
                    TarConstants.LF_NORMAL,
                    TarConstants.LF_CONTIG,
                    TarConstants.LF_GNUTYPE_SPARSE,
                    TarConstants.LF_DIR -> {}
            default -> throw EntryNames.refused(name, "is neither a file nor a folder");
        }
    }

    /**
     * The name as text. The library was told to read ISO 8859-1, since it replaces what isn't UTF-8
     * by question marks; names in extended headers it reads as the UTF-8 that these have to be.
     */
    private static String nameOf(TarArchiveEntry entry) {
        var name = entry.getName();
        if (!ISO_8859_1.newEncoder().canEncode(name)) {
            return name;
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(name.getBytes(ISO_8859_1))).toString();
        } catch (CharacterCodingException _) {
            return name;
        }
    }
}

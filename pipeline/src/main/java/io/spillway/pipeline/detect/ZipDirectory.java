package io.spillway.pipeline.detect;

import io.spillway.pipeline.detect.Unpacked.AtLeast;
import io.spillway.pipeline.detect.Unpacked.Broken;
import io.spillway.pipeline.detect.Unpacked.Exact;
import java.io.IOException;

/**
 * The list of entries at the end of a zip, which records what each unpacks to.
 *
 * <p>Source: PKWARE APPNOTE.TXT 4.3.12.
 */
final class ZipDirectory {

    /** Most of the directory that is read: some 200,000 entries with names of 40 letters. */
    private static final int MAX_READ = 16 << 20;

    private static final int CHUNK = 4 << 20;

    /** From here on the answer says how well the archive packs: more than any text would. */
    private static final int SUSPICIOUS_RATIO = 100;

    private final Ranges range;
    private final ZipEnd end;
    private final ZipTotals totals = new ZipTotals();

    private ZipDirectory(Ranges range, ZipEnd end) {
        this.range = range;
        this.end = end;
    }

    static Unpacked unpacked(Ranges range) throws IOException {
        return switch (ZipEnd.find(range)) {
            case ZipEnd.Found(var end) -> new ZipDirectory(range, end).sum();
            case ZipEnd.Missing(var problem) -> new Broken(problem);
        };
    }

    private Unpacked sum() throws IOException {
        var problem = readEntries();
        if (!problem.isEmpty()) {
            return new Broken(problem);
        }
        if (end.size() > MAX_READ) {
            return new AtLeast(
                    totals.unpacked(),
                    "as the first 16 MiB of its central directory of " + end.size() + " bytes say");
        }
        if ((totals.entries() & 0xFFFF) != (end.entries() & 0xFFFF)) {
            return new Broken(
                    "its central directory holds %d entries where %d are announced: the zip is damaged. Upload it again."
                            .formatted(totals.entries(), end.entries()));
        }
        return new Exact(totals.unpacked(), totals.entries(), how());
    }

    private String readEntries() throws IOException {
        var limit = Math.min(end.size(), MAX_READ);
        var at = 0L;
        var added = 1;
        while (at < limit && added > 0) {
            var length = (int) Math.min(CHUNK, limit - at);
            var chunk = range.read(end.start() + at, length);
            var last = at + length == end.size();
            var problem = totals.add(chunk, last);
            if (!problem.isEmpty()) {
                return problem;
            }
            added = chunk.position();
            at += added;
        }
        // Each entry has a part of the file for itself, unless the archive is made to overlap.
        if (totals.packed() > end.start()) {
            return "its %d entries claim %d packed bytes of the %d there are, so they overlap: this is how a zip bomb is made. Pack the files again."
                    .formatted(totals.entries(), totals.packed(), end.start());
        }
        return "";
    }

    private String how() {
        var entries = totals.entries() == 1 ? "1 entry" : totals.entries() + " entries";
        var ratio = totals.unpacked() / Math.max(1, range.size());
        return ratio < SUSPICIOUS_RATIO
                ? "as its central directory of " + entries + " says"
                : "as its central directory of " + entries + " says, " + ratio + " times its size";
    }
}

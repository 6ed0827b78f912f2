package io.spillway.stages;

import io.spillway.pipeline.stage.Setting;
import io.spillway.pipeline.stage.StageSettings;
import java.util.List;

/**
 * How much may come out of one archive.
 *
 * @param maxEntries files and folders
 * @param maxBytes in all, unpacked
 * @param maxRatio unpacked bytes to one packed byte, at least 1; the first 10 MiB are free
 */
record UnpackLimits(long maxEntries, long maxBytes, long maxRatio) {

    private static final long FREE_BYTES = 10 << 20;

    UnpackLimits {
        maxRatio = Math.max(1, maxRatio);
    }

    static List<Setting> settings() {
        return List.of(
                Setting.wholeNumber(
                        "max-entries",
                        "100000",
                        "Most files and folders in one archive; one with more is refused. Each takes up to 1 KB of memory."),
                Setting.size(
                        "max-bytes",
                        "100 GiB",
                        "Most bytes that may come out of one archive; beyond, it is refused."),
                Setting.wholeNumber(
                        "max-ratio",
                        "1000",
                        "Most unpacked bytes to one packed byte, after the first 10 MiB."));
    }

    static UnpackLimits of(StageSettings settings) {
        return new UnpackLimits(
                settings.wholeNumber("max-entries"),
                settings.size("max-bytes"),
                settings.wholeNumber("max-ratio"));
    }

    /** Checks how much came out so far, or is announced to. */
    void checkBytes(long unpacked, long packed) throws Damaged {
        if (unpacked > maxBytes) {
            throw new Damaged(
                    "it unpacks to %d bytes or more, but max-bytes is %d. Split the archive, or raise max-bytes."
                            .formatted(unpacked, maxBytes));
        }
        if ((unpacked - FREE_BYTES) / maxRatio > packed) {
            throw new Damaged(
                    "its %d bytes unpack to %d or more, over max-ratio %d. If this is no zip bomb, raise max-ratio."
                            .formatted(packed, unpacked, maxRatio));
        }
    }

    void checkEntries(long entries) throws Damaged {
        if (entries > maxEntries) {
            throw new Damaged(
                    "it holds %d entries or more, but max-entries is %d. Split the archive, or raise max-entries."
                            .formatted(entries, maxEntries));
        }
    }
}

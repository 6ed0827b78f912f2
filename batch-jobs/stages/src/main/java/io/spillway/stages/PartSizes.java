package io.spillway.stages;

import io.spillway.pipeline.stage.Input;
import io.spillway.pipeline.stage.Setting;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.StageSettings;
import java.util.List;

/**
 * How large the parts of a split are to be.
 *
 * @param parts how many there are to be; 0: as many as {@code partSize} makes
 * @param partSize in bytes
 */
record PartSizes(long parts, long partSize) {

    /** Most parts. Source: AWS Batch User Guide, "Array jobs": the most children of one. */
    static final int MOST_PARTS = 10_000;

    static List<Setting> settings() {
        return List.of(
                Setting.wholeNumber(
                        "parts",
                        "0",
                        "How many parts of about equal size to make; 0: as many as part-size makes."),
                Setting.size(
                        "part-size",
                        "256 MiB",
                        "Size of a part, up to the end of a row; taken where parts is 0."));
    }

    static PartSizes of(StageSettings settings) {
        return new PartSizes(settings.wholeNumber("parts"), settings.size("part-size"));
    }

    /** Fails unless an input can be cut like this. */
    void check(Input input) throws StageFailure.Configuration {
        if (parts < 0 || parts > MOST_PARTS || parts == 0 && partSize < 1) {
            throw new StageFailure.Configuration(
                    "Cannot split %s: found parts %d and part-size %d B. Set parts to 1 to %d, or to 0 with a part-size of 1 B or more."
                            .formatted(input.object().location(), parts, partSize, MOST_PARTS));
        }
        if (count(input.size()) > MOST_PARTS) {
            throw new StageFailure.Configuration(
                    "Cannot split %s: %d parts of %d B exceed the %d children of an array job. Set part-size to at least %d B."
                            .formatted(
                                    input.object().location(),
                                    count(input.size()),
                                    partSize,
                                    MOST_PARTS,
                                    Math.ceilDiv(input.size(), MOST_PARTS)));
        }
    }

    /** How many parts there are of so many bytes, if no record is longer than a part. */
    private long count(long size) {
        return parts > 0 ? parts : Math.ceilDiv(size, partSize);
    }

    /**
     * From where on the end of a record ends a part that starts at {@code start}; {@link
     * Long#MAX_VALUE} if the part is the last.
     */
    long cutAfter(long start, long size) {
        var count = count(size);
        var done = parts > 0 ? start * count / size : start / partSize;
        if (done + 1 >= count) {
            return Long.MAX_VALUE;
        }
        return parts > 0 ? Math.ceilDiv(size * (done + 1), count) : partSize * (done + 1);
    }
}

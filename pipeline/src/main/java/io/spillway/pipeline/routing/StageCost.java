package io.spillway.pipeline.routing;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageProfile;

/**
 * What running a stage on input of one type costs, as far as is known now.
 *
 * @param memory that it needs beside the host's own, in bytes
 */
public record StageCost(Rate rate, long memory) {

    /** What the stage's authors measured. */
    public static StageCost builtIn(StageProfile profile, ContentType type) {
        return new StageCost(Rate.builtIn(profile.bytesPerSecond(type)), profile.memory());
    }

    StageCost timesRate(double factor) {
        return new StageCost(rate.times(factor), memory);
    }
}

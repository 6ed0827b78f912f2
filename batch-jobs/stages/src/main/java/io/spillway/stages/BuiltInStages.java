package io.spillway.stages;

import io.spillway.pipeline.stage.StageType;
import java.util.List;

/** The stages that a definition can name without any code of its own. */
public final class BuiltInStages {

    private BuiltInStages() {}

    /** The one place where they are listed, in the order of the documentation. */
    public static List<StageType> catalogue() {
        return List.of(
                UnpackStage.type(),
                ConvertStage.type(),
                SummaryStage.type(),
                SplitStage.type(),
                JoinStage.type());
    }
}

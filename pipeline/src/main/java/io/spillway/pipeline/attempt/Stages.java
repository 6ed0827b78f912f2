package io.spillway.pipeline.attempt;

import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;

/** The stages that a host can run. */
@FunctionalInterface
public interface Stages {

    /**
     * @throws StageFailure.Configuration if this host has no such stage
     */
    Stage of(StageSpec spec) throws StageFailure;
}

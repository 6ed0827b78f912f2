package io.spillway.router;

import io.spillway.pipeline.definition.StageSpec;
import io.spillway.pipeline.stage.StageProfile;
import java.util.Optional;

/** What the stages that this function holds cost to run. */
@FunctionalInterface
interface StageProfiles {

    /** Empty for a stage that only a Batch container has. */
    Optional<StageProfile> of(StageSpec spec);
}

package io.spillway.pipeline.attempt;

import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.Entry;
import java.io.IOException;
import java.util.Optional;

/** Going on from where an earlier attempt stopped, if the stage asks for it. */
final class Resumption {

    private final Checkpoints checkpoints;
    private final Entry claimed;
    private final StagedOutputs outputs;
    private volatile boolean taken;

    Resumption(Checkpoints checkpoints, Entry claimed, StagedOutputs outputs) {
        this.checkpoints = checkpoints;
        this.claimed = claimed;
        this.outputs = outputs;
    }

    /** Whether the outputs of the earlier attempt are this one's. */
    boolean isTaken() {
        return taken;
    }

    Optional<JsonObject> from(String format) throws IOException {
        var checkpoint = checkpoints.of(claimed).filter(found -> found.format().equals(format));
        if (checkpoint.isPresent() && !taken) {
            outputs.adopt(checkpoint.get());
            taken = true;
        }
        return checkpoint.map(Checkpoint::position);
    }
}

package io.spillway.stages;

import java.io.IOException;

/** Data that isn't what its format demands. Its message completes "Cannot unpack …: ". */
final class Damaged extends IOException {

    Damaged(String problem) {
        super(problem);
    }

    Damaged(String problem, Throwable cause) {
        super(problem, cause);
    }
}

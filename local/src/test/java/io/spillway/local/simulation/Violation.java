package io.spillway.local.simulation;

/** A promise that wasn't kept. */
record Violation(Promise promise, String what) {

    @Override
    public String toString() {
        return promise.words() + ": " + what;
    }
}

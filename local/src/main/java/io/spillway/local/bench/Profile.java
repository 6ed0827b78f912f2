package io.spillway.local.bench;

import java.util.List;
import java.util.Map;

/**
 * Where the processor's time went.
 *
 * @param event the kind of sample it stands on
 * @param samples all of them
 * @param shares samples by owner
 * @param sdkCallers samples in the SDK by who called it
 * @param hot the frames most often running, of each owner that asks for it
 */
record Profile(
        String event,
        long samples,
        Map<Owner, Long> shares,
        Map<Owner, Long> sdkCallers,
        Map<Owner, List<HotFrame>> hot) {

    /** A method, the running one or the nearest above it of its owner, and how often it was met. */
    record HotFrame(String method, long samples) {}

    /** From 0 to 1. */
    double share(Owner owner) {
        return samples == 0 ? 0 : (double) shares.getOrDefault(owner, 0L) / samples;
    }
}

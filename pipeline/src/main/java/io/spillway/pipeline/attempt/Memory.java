package io.spillway.pipeline.attempt;

import java.util.OptionalLong;

/** The memory of the process that attempts run in. */
@FunctionalInterface
public interface Memory {

    /** Never too full. */
    Memory UNWATCHED = _ -> OptionalLong.empty();

    /**
     * Bytes in use that a collection can't free, if they are more than {@code limit}; empty if they
     * are not, or if that can't be said yet. Cheap: called ten times a second by every attempt.
     */
    OptionalLong inUseBeyond(long limit);
}

package io.spillway.pipeline.stage;

/** How far an attempt has come. */
@FunctionalInterface
public interface Progress {

    /** Does nothing. */
    Progress NONE = (_, _) -> {};

    /**
     * Tells how much is done. Cheap: call it as often as you like, the host thins it out.
     *
     * @param done in whatever unit {@code total} has; never falls
     * @param total 0 where it isn't known
     */
    void at(long done, long total);
}

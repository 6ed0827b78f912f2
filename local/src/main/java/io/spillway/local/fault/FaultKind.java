package io.spillway.local.fault;

/**
 * The ways in which a stand-in can misbehave on purpose. Each is something the real service does.
 */
public enum FaultKind {
    /** A message, notification or event is delivered twice. */
    DUPLICATE,
    /** A message, notification or event arrives late, and so out of order. */
    DELAY,
    /** A request is refused as coming too fast, before it has any effect. */
    THROTTLE,
    /** A request takes effect, but its answer is lost. */
    LOST_RESPONSE,
    /** A running job's host vanishes. */
    KILLED_JOB,
    /** A running job's host is reclaimed: it is asked to stop, and has its grace for that. */
    RECLAIMED_JOB,
    /** A job waits in RUNNABLE although it could be placed. */
    STARVED_QUEUE
}

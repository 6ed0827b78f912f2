package io.spillway.local.batch;

/**
 * Someone's wish that a job end.
 *
 * @param isTermination made by TerminateJob, not CancelJob
 */
record StopRequest(String reason, boolean isTermination) {}

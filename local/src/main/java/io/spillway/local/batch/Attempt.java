package io.spillway.local.batch;

import java.util.OptionalLong;

/**
 * An attempt that is over.
 *
 * @param startedAt when its container ran, in ms since 1970; absent if none did
 * @param stoppedAt in ms since 1970
 */
record Attempt(OptionalLong startedAt, long stoppedAt, AttemptEnd end) {}

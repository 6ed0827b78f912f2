package io.spillway.local.batch;

/**
 * How a container ended.
 *
 * @param exitCode 128 plus the signal's number for one ended by a signal
 * @param outOfMemory whether it was killed for using more memory than it asked for, or than there
 *     was; a runtime that can't tell never says so
 */
public record ContainerExit(int exitCode, boolean outOfMemory) {}

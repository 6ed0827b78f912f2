/**
 * What the running parts tell their operators: log lines, metrics, traces. Knows nothing of work
 * items, so that everything else can use it.
 */
package io.spillway.pipeline.telemetry;

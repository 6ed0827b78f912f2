/** The seams' twins in memory: what tests use instead of AWS, held to the same contract tests. */
package io.spillway.pipeline.memory;

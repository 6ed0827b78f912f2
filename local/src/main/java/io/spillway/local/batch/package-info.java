/**
 * AWS Batch on loopback: the real client speaks to it, jobs run as child processes, and what it
 * knows survives a kill. Where it differs from AWS is written down in {@code docs/local/batch.md}.
 */
package io.spillway.local.batch;

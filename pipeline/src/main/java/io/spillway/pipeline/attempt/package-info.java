/** The path every work item takes, on any host: claim, read, stage, commit, record, publish. */
package io.spillway.pipeline.attempt;

/** The work item and the path it takes on any host: claim, read, stage, commit, record, publish. */
package io.spillway.pipeline.work;

/**
 * The seam to Amazon S3: objects, versions, and uploads that stay invisible until they are
 * completed.
 */
package io.spillway.pipeline.store;

/**
 * What goes to AWS Batch and what comes back: requests, manifests, exit statuses, and the seam to
 * the service.
 */
package io.spillway.pipeline.job;

/** What AWS would send, made up: the texts of S3 events in all envelopes they arrive in. */
package io.spillway.pipeline.synthetic;

/**
 * Pipeline definitions as files: YAML with the place of everything in it. What a document means is
 * decided in {@code io.spillway.pipeline.definition}, which knows no YAML.
 */
package io.spillway.local.definition;

/**
 * A pipeline as its definition file says: phases, what triggers them, what they match, run and
 * need. The reader checks a document and reports all its mistakes; whoever holds a {@link
 * io.spillway.pipeline.definition.PipelineDefinition} needs to check nothing.
 */
package io.spillway.pipeline.definition;

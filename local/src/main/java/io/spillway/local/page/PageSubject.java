package io.spillway.local.page;

import io.spillway.pipeline.definition.PipelineDefinition;
import java.nio.file.Path;

/**
 * What a page is about.
 *
 * @param directory that holds {@code pipeline.yaml}, as a command would name it
 * @param state the directory that keeps its runs
 */
public record PageSubject(PipelineDefinition definition, Path directory, Path state) {}

package io.spillway.pipeline.routing;

import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.stage.ContentType;
import java.util.Optional;

/**
 * What routing knows of an object once it has looked inside.
 *
 * @param claimed the type that its name speaks of
 */
public record InputFacts(ContentType type, Optional<ContentType> claimed, Unpacked unpacked) {}

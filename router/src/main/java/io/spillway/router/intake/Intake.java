package io.spillway.router.intake;

import io.spillway.pipeline.telemetry.TraceContext;
import java.util.Optional;

/**
 * A message body as it was read.
 *
 * @param trace that the body or its envelope says it belongs to
 */
public record Intake(IntakeMessage message, Optional<TraceContext> trace) {}

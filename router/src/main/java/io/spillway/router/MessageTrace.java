package io.spillway.router;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.spillway.pipeline.telemetry.TraceContext;
import java.util.Optional;

/** Finds the trace that an SQS message belongs to. */
final class MessageTrace {

    /** Source: Amazon SQS Developer Guide, "Message system attributes". */
    private static final String X_RAY = "AWSTraceHeader";

    private MessageTrace() {}

    /**
     * What whoever sent the message said, before what AWS's own services noted on its way.
     *
     * @param inBody what its body or an envelope in it says
     */
    static Optional<TraceContext> of(SQSEvent.SQSMessage message, Optional<TraceContext> inBody) {
        return Optional.ofNullable(message.getMessageAttributes().get(TraceContext.TRACEPARENT))
                .map(SQSEvent.MessageAttribute::getStringValue)
                .flatMap(TraceContext::ofTraceparent)
                .or(() -> inBody)
                .or(
                        () ->
                                Optional.ofNullable(message.getAttributes().get(X_RAY))
                                        .flatMap(TraceContext::ofXRay));
    }
}

package io.spillway.pipeline.work;

import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.LogField;

/** What every log line about a work item says of it. */
public final class WorkScope {

    private WorkScope() {}

    /** Where the work item is in nobody's hands yet. */
    public static LogContext of(WorkItem item) {
        return LogContext.current()
                .with(LogField.PIPELINE, item.pipeline())
                .with(LogField.PHASE, item.phase())
                .with(LogField.WORK_ITEM, item.id())
                .with(LogField.UPLOAD, item.upload().id())
                .with(LogField.INPUT, item.input().location().toString())
                .with(LogField.TRACE_ID, item.upload().trace().id());
    }

    /** Inside an attempt at it. */
    public static LogContext of(WorkItem item, int attempt) {
        return of(item).with(LogField.ATTEMPT, Integer.toString(attempt))
                .with(LogField.SPAN_ID, item.span(attempt).id());
    }
}

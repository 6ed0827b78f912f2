package io.spillway.pipeline.telemetry;

/** What a log line says of the work it is about, in the order in which lines say it. */
public enum LogField {
    PIPELINE("pipeline"),
    PHASE("phase"),
    WORK_ITEM("workItem"),
    /** The root object's identity, the same in all that follows from it. */
    UPLOAD("upload"),
    /** {@code s3://bucket/key} of the object being worked on. */
    INPUT("input"),
    /** At the work item, from 1, over all hosts. */
    ATTEMPT("attempt"),
    /** Of the function's invocation. */
    REQUEST_ID("requestId"),
    /** Of the SQS message. */
    MESSAGE_ID("messageId"),
    JOB_ID("jobId"),
    /** As AWS Batch counts, from 1. */
    JOB_ATTEMPT("jobAttempt"),
    TRACE_ID("traceId"),
    SPAN_ID("spanId"),
    PARENT_SPAN_ID("parentSpanId");

    private final String word;

    LogField(String word) {
        this.word = word;
    }

    /** As it stands in lines: {@code workItem}. */
    public String word() {
        return word;
    }
}

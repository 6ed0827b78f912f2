package io.spillway.pipeline.definition;

/** What makes objects enter a phase. */
public sealed interface Trigger {

    /** An object landed in the drop bucket. */
    record Upload() implements Trigger {}

    /** Each output of another phase's work item that succeeded. */
    record After(String phase) implements Trigger {}
}

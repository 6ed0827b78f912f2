package io.spillway.pipeline.telemetry;

/**
 * Every metric there is, as data: what writes it, what draws it and what raises an alarm on it all
 * take it from here.
 *
 * <p>A metric of a phase has the dimensions {@code pipeline} and {@code phase}, one of the pipeline
 * only {@code pipeline}. No others: CloudWatch bills each combination of values as a metric of its
 * own.
 */
public enum Metric {
    MESSAGES("Messages", Unit.COUNT, Of.PIPELINE, "messages handled, copies not counted"),
    MESSAGES_AGAIN(
            "MessagesAgain", Unit.COUNT, Of.PIPELINE, "messages that were not done and come again"),
    MESSAGES_UNREADABLE(
            "MessagesUnreadable",
            Unit.COUNT,
            Of.PIPELINE,
            "looks at messages that can't be read and are on their way to the dead-letter queue"),
    TIME_LEFT(
            "TimeLeft",
            Unit.MILLISECONDS,
            Of.PIPELINE,
            "left of the function's time when an invocation answered"),
    LEDGER_CONFLICTS(
            "LedgerConflicts",
            Unit.COUNT,
            Of.PIPELINE,
            "ledger entries whose number another host took first; first entries not counted"),
    JOBS_SUBMITTED("JobsSubmitted", Unit.COUNT, Of.PIPELINE, "jobs that AWS Batch took"),
    JOBS_REFUSED("JobsRefused", Unit.COUNT, Of.PIPELINE, "jobs that AWS Batch will never take"),
    JOBS_UNANSWERED(
            "JobsUnanswered",
            Unit.COUNT,
            Of.PIPELINE,
            "submissions without an answer: throttled, or the answer was lost"),
    NOTICES_STUCK(
            "NoticesStuck",
            Unit.COUNT,
            Of.PIPELINE,
            "notices that something doesn't go on by itself"),
    NOTICES_RECOVERED(
            "NoticesRecovered",
            Unit.COUNT,
            Of.PIPELINE,
            "notices that something had stopped and goes on"),
    COST(
            "Cost",
            Unit.NANODOLLARS,
            Of.PIPELINE,
            "billionths of a US dollar that computing is estimated to have cost"),
    ITEMS_INLINE("ItemsInline", Unit.COUNT, Of.PHASE, "work items that ended in the function"),
    ITEMS_TO_BATCH("ItemsToBatch", Unit.COUNT, Of.PHASE, "work items handed to AWS Batch"),
    ITEMS_IGNORED("ItemsIgnored", Unit.COUNT, Of.PHASE, "work items that no phase wants"),
    ITEMS_REJECTED(
            "ItemsRejected",
            Unit.COUNT,
            Of.PHASE,
            "work items that can't be processed as they are"),
    ITEMS_SPILLED(
            "ItemsSpilled",
            Unit.COUNT,
            Of.PHASE,
            "work items that the function began and handed to AWS Batch"),
    ITEMS_SUCCEEDED("ItemsSucceeded", Unit.COUNT, Of.PHASE, "work items told to have succeeded"),
    ITEMS_FAILED("ItemsFailed", Unit.COUNT, Of.PHASE, "work items told to have failed"),
    ITEMS_SKIPPED("ItemsSkipped", Unit.COUNT, Of.PHASE, "work items told to be skipped"),
    ITEM_ATTEMPTS(
            "ItemAttempts", Unit.SAMPLES, Of.PHASE, "attempts that a work item took to succeed"),
    ITEM_DURATION(
            "ItemDuration",
            Unit.MILLISECONDS,
            Of.PHASE,
            "from the claim of a work item until its outputs were ready to commit"),
    BYTES_READ("BytesRead", Unit.BYTES, Of.PHASE, "of a work item's input, as stored"),
    BYTES_WRITTEN("BytesWritten", Unit.BYTES, Of.PHASE, "to a work item's outputs"),
    PEAK_MEMORY(
            "PeakMemory",
            Unit.BYTES,
            Of.PHASE,
            "most memory that a job's Java process held at once, and with it the most that programs it started did");

    /** The only namespace. */
    public static final String NAMESPACE = "Spillway";

    /** Units of values, and whether the values of one line are added up or kept apart. */
    public enum Unit {
        COUNT("Count", true),
        SAMPLES("Count", false),
        MILLISECONDS("Milliseconds", false),
        NANODOLLARS("None", true),
        BYTES("Bytes", false);

        private final String word;
        private final boolean isSum;

        Unit(String word, boolean isSum) {
            this.word = word;
            this.isSum = isSum;
        }

        /** Source: Amazon CloudWatch API, {@code MetricDatum}. */
        public String word() {
            return word;
        }

        boolean isSum() {
            return isSum;
        }
    }

    /** What a metric is of. */
    public enum Of {
        PIPELINE,
        PHASE
    }

    private final String word;
    private final Unit unit;
    private final Of of;
    private final String description;

    Metric(String word, Unit unit, Of of, String description) {
        this.word = word;
        this.unit = unit;
        this.of = of;
        this.description = description;
    }

    /** Its name in CloudWatch. */
    public String word() {
        return word;
    }

    public Unit unit() {
        return unit;
    }

    public Of of() {
        return of;
    }

    /** What its values count or measure, to be read after its name. */
    public String description() {
        return description;
    }
}

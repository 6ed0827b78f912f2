package io.spillway.local.simulation;

import java.util.Locale;

/** What has to hold once everything is quiet, whatever struck. */
enum Promise {
    /** Everything comes to rest. */
    COMES_TO_REST,
    /** Neither function nor runner throws anything unforeseen. */
    NO_SURPRISE,
    /** Every upload and everything derived from it has ended, and as it does undisturbed. */
    EVERYTHING_ENDED,
    /** Every output exists, once, with the right bytes. */
    OUTPUTS_WHOLE,
    /** A set has all outputs of its phase, each once, in their order. */
    SETS_WHOLE,
    /** What is visible is what the ledger tells of: nothing of attempts that failed. */
    NOTHING_ELSE_VISIBLE,
    /** Entries are numbered without gaps, and states only move forward. */
    STATES_FORWARD,
    /** Nobody takes a work item while another host's lease runs. */
    LEASES_RESPECTED,
    /** A work item's end is told under one id. */
    ONE_TERMINAL_EVENT,
    /** What was told is what the ledger says. */
    EVENTS_AGREE,
    /** What a job has, or had, was told to be routed. */
    ROUTED_TOLD,
    /** Every job has ended, and the ledger knows its name. */
    NO_JOB_LEAKED,
    /** No host submits a job's name that another one submitted before it began. */
    NO_JOB_TWICE,
    /**
     * No upload is pending, except those of a host that died or was refused a call: a lifecycle
     * rule ends them.
     */
    NO_UPLOAD_LEFT,
    /** No message was given up. */
    NO_DEAD_LETTER;

    /** As it stands in reports: {@code comes to rest}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

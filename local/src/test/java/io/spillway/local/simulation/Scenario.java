package io.spillway.local.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pipeline, what is dropped into it, and what has to come of it.
 *
 * @param definition as JSON
 * @param drops objects dropped at the start, by key
 * @param outputs what has to be in the output bucket at the end, by key
 * @param endings how every work item has to end: phase, key of the input, status
 * @param functionTimeout after which an invocation is killed
 * @param slowness how long reading a whole input takes a function, and how long a job
 * @param jobAttempts most attempts of a job, 1 to 10
 * @param jobTier the smallest size of job that has enough memory, from 1
 * @param untold keys of drops whose event never comes, and {@link #ENDS_OF_JOBS} where no job's
 *     state change does
 * @param standing what strikes in every schedule
 */
record Scenario(
        String name,
        String definition,
        Map<String, byte[]> drops,
        Map<String, String> outputs,
        Set<String> endings,
        Duration functionTimeout,
        Slowness slowness,
        int jobAttempts,
        int jobTier,
        Set<String> untold,
        Optional<Standing> standing) {

    /** Stands for all state changes of jobs. */
    static final String ENDS_OF_JOBS = "ends of jobs";

    /** One of whose drops every event comes, and where nothing strikes but what a plan says. */
    Scenario(
            String name,
            String definition,
            Map<String, byte[]> drops,
            Map<String, String> outputs,
            Set<String> endings,
            Duration functionTimeout,
            Slowness slowness,
            int jobAttempts,
            int jobTier) {
        this(
                name,
                definition,
                drops,
                outputs,
                endings,
                functionTimeout,
                slowness,
                jobAttempts,
                jobTier,
                Set.of(),
                Optional.empty());
    }

    /** How long reading a whole input takes. */
    record Slowness(Duration inFunction, Duration inJob) {
        static final Slowness NONE = new Slowness(Duration.ZERO, Duration.ZERO);
    }

    /**
     * A fault that a scenario always has, so that what a plan lets strike comes on top of it.
     *
     * @param call start of the text of the calls that it strikes at one of
     * @param time at which of these calls, from 1
     */
    record Standing(String call, int time, Fault fault) {}

    Scenario {
        drops = Map.copyOf(drops);
        outputs = Map.copyOf(outputs);
        endings = Set.copyOf(endings);
        untold = Set.copyOf(untold);
    }

    /** Whether no job's state change comes. */
    boolean isDeaf() {
        return untold.contains(ENDS_OF_JOBS);
    }

    /**
     * Whether a work item may end failed where its job was struck in its last attempt. Otherwise
     * everything has to end as it does undisturbed.
     */
    boolean mayFail() {
        return jobAttempts == 1;
    }
}

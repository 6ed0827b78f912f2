package io.spillway.local.run;

import io.spillway.local.fault.FaultKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to run a pipeline on this machine.
 *
 * @param directory that holds {@code pipeline.yaml}
 * @param folder whose files are dropped: {@code incoming} in that directory unless given
 * @param state directory for everything that is kept: {@code .spillway} in that directory unless
 *     given
 * @param fresh whether to forget what earlier runs kept
 * @param concurrency invocations of the function at once
 * @param maxVcpus that Batch jobs may take together
 * @param faultSeed absent for stand-ins that behave
 * @param faultRates how often each kind of fault strikes, 0 to 1
 * @param jobs in what Batch jobs have their hosts
 * @param webhook who is told of failed, stuck and recovered work: its URL
 * @param looks how often is looked for lost and stuck work
 */
public record RunOptions(
        Path directory,
        Path folder,
        Path state,
        boolean fresh,
        int concurrency,
        int maxVcpus,
        OptionalLong faultSeed,
        Map<FaultKind, Double> faultRates,
        JobHosting jobs,
        Optional<URI> webhook,
        Looks looks) {

    /** With the usual looks for lost and stuck work. */
    public RunOptions(
            Path directory,
            Path folder,
            Path state,
            boolean fresh,
            int concurrency,
            int maxVcpus,
            OptionalLong faultSeed,
            Map<FaultKind, Double> faultRates,
            JobHosting jobs,
            Optional<URI> webhook) {
        this(
                directory,
                folder,
                state,
                fresh,
                concurrency,
                maxVcpus,
                faultSeed,
                faultRates,
                jobs,
                webhook,
                Looks.USUAL);
    }

    /** With processes for Batch jobs, and nobody to tell. */
    public RunOptions(
            Path directory,
            Path folder,
            Path state,
            boolean fresh,
            int concurrency,
            int maxVcpus,
            OptionalLong faultSeed,
            Map<FaultKind, Double> faultRates) {
        this(
                directory,
                folder,
                state,
                fresh,
                concurrency,
                maxVcpus,
                faultSeed,
                faultRates,
                new JobHosting.Processes());
    }

    /** With nobody to tell. */
    public RunOptions(
            Path directory,
            Path folder,
            Path state,
            boolean fresh,
            int concurrency,
            int maxVcpus,
            OptionalLong faultSeed,
            Map<FaultKind, Double> faultRates,
            JobHosting jobs) {
        this(
                directory,
                folder,
                state,
                fresh,
                concurrency,
                maxVcpus,
                faultSeed,
                faultRates,
                jobs,
                Optional.empty());
    }
}

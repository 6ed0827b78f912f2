package io.spillway.local.run;

import io.spillway.local.fault.FaultKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to run a pipeline on this machine; {@link #of} begins with the usual.
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

    /** Name of the directory that keeps a run's state unless another one is given. */
    public static final String STATE = ".spillway";

    /** Invocations of the function at once unless their number is given. */
    public static final int CONCURRENCY = 10;

    private static final String FOLDER = "incoming";
    private static final int LEAST_VCPUS = 2;

    /** vCPUs that jobs may take unless their number is given: the processors of this machine. */
    public static int vcpusOfThisMachine() {
        return Math.max(LEAST_VCPUS, Runtime.getRuntime().availableProcessors());
    }

    /** The usual options for a pipeline's directory, to be changed before they are built. */
    public static Builder of(Path directory) {
        return new Builder(directory);
    }

    /** Collects what differs from the usual. For one thread. */
    public static final class Builder {
        private final Path directory;
        private Path folder;
        private Path state;
        private boolean fresh;
        private int concurrency = CONCURRENCY;
        private int maxVcpus = vcpusOfThisMachine();
        private OptionalLong faultSeed = OptionalLong.empty();
        private Map<FaultKind, Double> faultRates = Map.of();
        private JobHosting jobs = new JobHosting.Processes();
        private Optional<URI> webhook = Optional.empty();
        private Looks looks = Looks.USUAL;

        private Builder(Path directory) {
            this.directory = directory;
            this.folder = directory.resolve(FOLDER);
            this.state = directory.resolve(STATE);
        }

        public Builder folder(Path whoseFilesAreDropped) {
            folder = whoseFilesAreDropped;
            return this;
        }

        public Builder state(Path forWhatIsKept) {
            state = forWhatIsKept;
            return this;
        }

        /** Whether to forget what earlier runs kept. */
        public Builder fresh(boolean forgetful) {
            fresh = forgetful;
            return this;
        }

        /** Invocations of the function at once, from 1. */
        public Builder concurrency(int invocations) {
            concurrency = invocations;
            return this;
        }

        /** vCPUs, from 1. */
        public Builder maxVcpus(int ofJobsTogether) {
            maxVcpus = ofJobsTogether;
            return this;
        }

        /** Lets stand-ins misbehave if there is a seed. */
        public Builder faults(OptionalLong seed, Map<FaultKind, Double> rates) {
            faultSeed = seed;
            faultRates = rates;
            return this;
        }

        public Builder jobs(JobHosting hosts) {
            jobs = hosts;
            return this;
        }

        public Builder webhook(URI toTell) {
            webhook = Optional.of(toTell);
            return this;
        }

        public Builder looks(Looks forLostAndStuckWork) {
            looks = forLostAndStuckWork;
            return this;
        }

        public RunOptions build() {
            return new RunOptions(
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
                    looks);
        }
    }
}

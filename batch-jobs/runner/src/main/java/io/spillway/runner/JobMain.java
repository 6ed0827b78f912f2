package io.spillway.runner;

import io.spillway.aws.AwsClients;
import io.spillway.aws.S3ObjectStore;
import io.spillway.aws.SnsEvents;
import io.spillway.pipeline.attempt.Threads;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.job.ImageTask;
import io.spillway.pipeline.store.TransferMemory;
import io.spillway.pipeline.telemetry.EmfMeter;
import io.spillway.pipeline.telemetry.LogContext;
import io.spillway.pipeline.telemetry.LogField;
import io.spillway.pipeline.telemetry.TraceContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** The job runner's main: a {@link JobRun} on AWS. */
public final class JobMain {

    private static final Logger LOG = System.getLogger(JobMain.class.getName());

    /**
     * Connections to a service that are kept for the next request: those of ranges and parts under
     * way. Source: JDK, "Networking Properties", {@code http.maxConnections}: 5 unless set, and
     * read with the first request.
     */
    private static final String CONNECTIONS = "16";

    private JobMain() {}

    public static void main(String[] arguments) {
        if (List.of(arguments).equals(List.of(ImageTask.GATE))) {
            gate();
            return;
        }
        System.setProperty("http.maxConnections", CONNECTIONS);
        var signal = new StopOnSignal();
        var status = scope(System.getenv()).call(() -> run(signal));
        signal.ended(status);
        System.exit(status.code());
    }

    /** Ends with 0 when the input of an untouched image is there. */
    private static void gate() {
        try {
            Gate.await(System.getenv());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What every line of the job says. Where its environment is incomplete, lines say less. */
    private static LogContext scope(Map<String, String> environment) {
        return LogContext.current()
                .toStandardOutput()
                .with(LogField.JOB_ID, Optional.ofNullable(environment.get("AWS_BATCH_JOB_ID")))
                .with(
                        LogField.JOB_ATTEMPT,
                        Optional.ofNullable(environment.get("AWS_BATCH_JOB_ATTEMPT")))
                .within(
                        Optional.ofNullable(environment.get(TraceContext.VARIABLE))
                                .flatMap(TraceContext::ofTraceparent));
    }

    private static ExitStatus run(StopOnSignal signal) {
        var exit = exit(signal);
        var level = exit.status() == ExitStatus.DONE ? Level.INFO : Level.ERROR;
        LOG.log(
                level,
                "exit " + exit.status().code() + " " + exit.status() + ": " + exit.message());
        return exit.status();
    }

    private static JobRun.Exit exit(StopOnSignal signal) {
        try {
            var settings = JobSettings.of(System.getenv());
            var run = new JobRun(settings, onAws(settings));
            signal.tell(run);
            return run.run();
        } catch (JobSettings.Incomplete e) {
            return new JobRun.Exit(ExitStatus.CONFIGURATION, e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The job runner has a bug", e);
            return new JobRun.Exit(ExitStatus.BUG, e.toString());
        }
    }

    private static JobRun.Seams onAws(JobSettings settings) {
        var clock = Clock.systemUTC();
        return new JobRun.Seams(
                new S3ObjectStore(
                        AwsClients.of(S3Client.builder()), TransferMemory.ofThisProcess()),
                new SnsEvents(AwsClients.of(SnsClient.builder()), settings.phasesTopic()),
                clock,
                () -> UUID.randomUUID().toString(),
                Threads.REAL,
                new EmfMeter(clock, LogContext::writeLine));
    }
}

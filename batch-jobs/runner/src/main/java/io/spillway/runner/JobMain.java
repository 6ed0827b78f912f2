package io.spillway.runner;

import io.spillway.aws.AwsClients;
import io.spillway.aws.S3ObjectStore;
import io.spillway.aws.SnsEvents;
import io.spillway.pipeline.attempt.Sleeper;
import io.spillway.pipeline.job.ExitStatus;
import java.time.Clock;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** The job runner's main: a {@link JobRun} on AWS. */
public final class JobMain {

    private JobMain() {}

    public static void main(String[] arguments) {
        var signal = new StopOnSignal();
        var exit = run(signal);
        System.err.println(
                "exit " + exit.status().code() + " " + exit.status() + ": " + exit.message());
        signal.ended(exit.status());
        System.exit(exit.status().code());
    }

    private static JobRun.Exit run(StopOnSignal signal) {
        try {
            var settings = JobSettings.of(System.getenv());
            var run = new JobRun(settings, onAws(settings));
            signal.tell(run);
            return run.run();
        } catch (JobSettings.Incomplete e) {
            return new JobRun.Exit(ExitStatus.CONFIGURATION, e.getMessage());
        } catch (RuntimeException e) {
            e.printStackTrace();
            return new JobRun.Exit(ExitStatus.BUG, e.toString());
        }
    }

    private static JobRun.Seams onAws(JobSettings settings) {
        return new JobRun.Seams(
                new S3ObjectStore(AwsClients.of(S3Client.builder())),
                new SnsEvents(AwsClients.of(SnsClient.builder()), settings.phasesTopic()),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                Sleeper.REAL);
    }
}

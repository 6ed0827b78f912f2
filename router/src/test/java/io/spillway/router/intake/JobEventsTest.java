package io.spillway.router.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.job.EndedJob.Cause;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events in the shape of the AWS Batch User Guide's, with what differs in their detail. */
class JobEventsTest {

    private static String event(String detail) {
        return """
        {"version": "0", "id": "c8f9c4b5-76e5-d76a-f980-7011e206042b",
         "detail-type": "Batch Job State Change", "source": "aws.batch", "account": "123456789012",
         "time": "2026-01-11T23:36:40Z", "region": "us-east-1",
         "resources": ["arn:aws:batch:us-east-1:123456789012:job/4c7599ae-0a82-49aa-ba5a-4727fcce14a8"],
         "detail": {
           "jobArn": "arn:aws:batch:us-east-1:123456789012:job/4c7599ae-0a82-49aa-ba5a-4727fcce14a8",
           "jobName": "p-convert-1-00ff", "jobQueue": "arn:aws:batch:us-east-1:123456789012:job-queue/p",
           "createdAt": 1641944200058, "retryStrategy": {"attempts": 2, "evaluateOnExit": []},
           "dependsOn": [], "parameters": {"manifest": "s3://work/jobs/p-convert-1-00ff.json"},
           "tags": {}, "propagateTags": true, "platformCapabilities": ["FARGATE"], "eksAttempts": [],
           %s}}"""
                .formatted(detail);
    }

    private static Arguments ended(
            String what, Cause cause, long exit, int attempts, String detail) {
        return Arguments.of(what, cause, exit, attempts, detail);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                ended(
                        "containerProperties, killed for memory",
                        Cause.OUT_OF_MEMORY,
                        137,
                        1,
                        """
                        "jobId": "4c75", "status": "FAILED", "statusReason": "Essential container in task exited",
                        "attempts": [{"container": {"taskArn": "arn:aws:ecs:us-east-1:123456789012:task/t", "exitCode": 137,
                          "reason": "OutOfMemoryError: Container killed due to memory usage", "networkInterfaces": []},
                          "startedAt": 1, "stoppedAt": 2, "statusReason": "Essential container in task exited"}],
                        "container": {"image": "runner:1", "command": [], "volumes": [], "environment": [], "mountPoints": [],
                          "exitCode": 137, "reason": "OutOfMemoryError: Container killed due to memory usage"},
                        "isCancelled": false, "isTerminated": false"""),
                ended(
                        "ecsProperties, killed for memory, told in the attempt only",
                        Cause.OUT_OF_MEMORY,
                        137,
                        2,
                        """
                        "jobId": "4c75", "status": "FAILED", "statusReason": "Essential container in task exited",
                        "attempts": [{"taskProperties": [{"containers": [{"name": "runner", "exitCode": 75}]}]},
                          {"taskProperties": [{"taskArn": "t", "containers": [{"name": "runner", "exitCode": 137,
                            "reason": "OutOfMemoryError: Container killed due to memory usage"}]}]}],
                        "ecsProperties": {"taskProperties": [{"containers": [{"name": "runner", "image": "runner:1"}]}]}"""),
                ended(
                        "ecsProperties, the JVM gave up, told in the task",
                        Cause.OUT_OF_MEMORY,
                        3,
                        1,
                        """
                        "jobId": "4c75", "status": "FAILED", "attempts": [{}],
                        "ecsProperties": {"taskProperties": [{"containers": [{"name": "fetcher", "exitCode": 0},
                          {"name": "runner", "exitCode": 3}]}]}"""),
                ended(
                        "EC2 host reclaimed",
                        Cause.HOST_RECLAIMED,
                        -1,
                        3,
                        """
                        "jobId": "4c75", "status": "FAILED", "statusReason": "Host EC2 (instance i-0123456789abcdef0) terminated.",
                        "attempts": [{}, {}, {"container": {}, "statusReason": "Host EC2 (instance i-0123456789abcdef0) terminated."}],
                        "container": {"image": "runner:1"}"""),
                ended(
                        "Fargate Spot reclaimed",
                        Cause.HOST_RECLAIMED,
                        75,
                        1,
                        """
                        "jobId": "4c75", "status": "FAILED", "statusReason": "Your Spot Task was interrupted.",
                        "attempts": [{"container": {"exitCode": 75}}], "container": {"exitCode": 75}"""),
                ended(
                        "never placed",
                        Cause.NOT_PLACED,
                        -1,
                        0,
                        """
                        "jobId": "4c75", "status": "FAILED", "isCancelled": true, "attempts": [],
                        "statusReason": "Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
                        "container": {"image": "runner:1"}"""),
                ended(
                        "terminated by a user",
                        Cause.STOPPED_BY_USER,
                        75,
                        1,
                        """
                        "jobId": "4c75", "status": "FAILED", "isTerminated": true, "statusReason": "wrong file",
                        "attempts": [{"container": {"exitCode": 75}}], "container": {"exitCode": 75}"""),
                ended(
                        "no image",
                        Cause.NEVER_RAN,
                        -1,
                        1,
                        """
                        "jobId": "4c75", "status": "FAILED", "statusReason": "Task failed to start",
                        "attempts": [{"container": {"reason": "CannotPullContainerError: pull image manifest has been retried"}}],
                        "container": {"reason": "CannotPullContainerError: pull image manifest has been retried"}"""),
                ended(
                        "done",
                        Cause.RAN,
                        0,
                        1,
                        """
                        "jobId": "4c75", "status": "SUCCEEDED", "attempts": [{"container": {"exitCode": 0}}],
                        "container": {"exitCode": 0}"""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void readsHowAJobEnded(String what, Cause cause, long exit, int attempts, String detail) {
        var job = ((IntakeMessage.JobEnded) IntakeParser.parse(event(detail))).job();

        assertThat(job.cause()).isEqualTo(cause);
        assertThat(job.exitStatus())
                .isEqualTo(exit < 0 ? OptionalLong.empty() : OptionalLong.of(exit));
        assertThat(job.attempts()).isEqualTo(attempts);
        assertThat(job.isOfQueue("p")).isTrue();
        assertThat(job.index()).isEmpty();
    }

    @Test
    void tellsAChildFromItsParent() {
        var child =
                """
                "jobId": "4c75:12", "status": "FAILED", "arrayProperties": {"statusSummary": {}, "index": 12},
                "attempts": [], "container": {}""";
        var parent =
                """
                "jobId": "4c75", "status": "FAILED", "statusReason": "Array Child Job failed", "attempts": [], "container": {},
                "arrayProperties": {"statusSummary": {"SUCCEEDED": 9, "FAILED": 4}, "size": 13, "statusSummaryLastUpdatedAt": 1}""";

        assertThat(((IntakeMessage.JobEnded) IntakeParser.parse(event(child))).job().index())
                .isEqualTo(OptionalInt.of(12));
        assertThat(((IntakeMessage.JobEnded) IntakeParser.parse(event(parent))).job().index())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"})
    void hasNothingToDoForWhatAJobDoesOnTheWay(String status) {
        var detail = "\"jobId\": \"4c75\", \"status\": \"%s\", \"attempts\": []".formatted(status);

        assertThat(IntakeParser.parse(event(detail))).isInstanceOf(IntakeMessage.Nothing.class);
    }
}

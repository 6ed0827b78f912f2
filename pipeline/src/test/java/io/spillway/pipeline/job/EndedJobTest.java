package io.spillway.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndedJobTest {

    private static EndedJob job(
            String id, boolean stopped, String reason, String containerReason, Long exit) {
        return new EndedJob(
                id,
                "n",
                Optional.of("arn:aws:batch:us-east-1:000000000000:job-queue/jobs"),
                false,
                stopped,
                Optional.ofNullable(reason),
                Optional.ofNullable(containerReason),
                exit == null ? OptionalLong.empty() : OptionalLong.of(exit),
                1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "OUT_OF_MEMORY   | Essential container in task exited | OutOfMemoryError: Container killed due to memory usage | 137 | false",
                "RAN             | Essential container in task exited | - | 137 | false",
                "OUT_OF_MEMORY   | Essential container in task exited | - | 3   | false",
                "RAN             | Essential container in task exited | - | 70  | false",
                "RAN             | - | - | 0 | false",
                "HOST_RECLAIMED  | Host EC2 (instance i-0a1b2c3d4e5f67890) terminated. | - | - | false",
                "HOST_RECLAIMED  | Host EC2 (instance i-0a1b2c3d4e5f67890) terminated. | - | 137 | false",
                "HOST_RECLAIMED  | Your Spot Task was interrupted. | - | 75 | false",
                "HOST_RECLAIMED  | Essential container in task exited | Your Spot Task was interrupted. | - | false",
                "NOT_PLACED      | Canceled by JobStateTimeLimit action due to reason: CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY | - | - | true",
                "NOT_PLACED      | MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT | - | - | false",
                "STOPPED_BY_USER | Not wanted any more. | - | 75 | true",
                "STOPPED_BY_USER | Essential container in task exited | OutOfMemoryError: killed | 137 | true",
                "NEVER_RAN       | Task failed to start | CannotPullContainerError: not found | - | false",
                "NEVER_RAN       | - | - | - | false",
            })
    void tellsWhatEndedIt(
            EndedJob.Cause cause, String reason, String container, Long exit, boolean stopped) {
        assertThat(job("j", stopped, reason, container, exit).cause()).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"j, -", "j:0, 0", "j:9999, 9999", ":1, -", "j:, -", "j:x, -", "j:123456, -"})
    void knowsItsPlaceInAnArray(String id, Integer index) {
        assertThat(job(id, false, null, null, null).index())
                .isEqualTo(index == null ? OptionalInt.empty() : OptionalInt.of(index));
    }

    @ParameterizedTest
    @CsvSource({"jobs, true", "job, false", "other, false"})
    void knowsWhetherItRanInAQueue(String queue, boolean ran) {
        assertThat(job("j", false, null, null, null).isOfQueue(queue)).isEqualTo(ran);
    }

    private static EndedJob.Container container(Integer exit, String reason) {
        return new EndedJob.Container(
                exit == null ? OptionalLong.empty() : OptionalLong.of(exit),
                Optional.ofNullable(reason));
    }

    @Test
    void looksAtTheContainerThatFailed() {
        var vanished = container(null, null);
        var done = container(0, "done");
        var failed = container(3, "first");
        var alsoFailed = container(65, "second");

        assertThat(EndedJob.Container.mostTelling(List.of(vanished, done, failed, alsoFailed)))
                .isEqualTo(failed);
        assertThat(EndedJob.Container.mostTelling(List.of(vanished, done))).isEqualTo(done);
        assertThat(EndedJob.Container.mostTelling(List.of(vanished))).isEqualTo(vanished);
        assertThat(EndedJob.Container.mostTelling(List.of())).isEqualTo(vanished);
    }
}

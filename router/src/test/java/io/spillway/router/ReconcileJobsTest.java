package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.job.EndedJob;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.router.intake.ReconcileMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that get no place, and jobs whose end nobody told of. */
class ReconcileJobsTest {

    private static final Duration QUIET = Duration.ofMinutes(20);
    private static final byte[] CSV = "a,b\n1,2\n".getBytes(UTF_8);

    @TempDir private Path scratch;

    private TestRouter router;

    @BeforeEach
    void deploy() throws IOException {
        router = new TestRouter(scratch, "out", 1769);
        router.deploy(
                """
                {"pipeline": "p", "phases": {"convert": {
                  "on": "upload", "match": {"types": ["csv"]}, "stage": "convert", "inline": "never"}}}
                """);
    }

    private void reconcile() throws IOException {
        router.invoke(List.of(ReconcileMessages.start("drop", router.clock.instant(), QUIET)));
        for (var sent = router.queue.drain(); !sent.isEmpty(); sent = router.queue.drain()) {
            for (var body : sent) {
                router.invoke(List.of(body));
            }
        }
    }

    /** As many jobs as drops: each is submitted before the next is dropped. */
    private void drop(int files) throws IOException {
        for (int i = 0; i < files; i++) {
            router.upload("in/%02d.csv".formatted(i), CSV);
        }
    }

    private void end(String jobId, boolean succeeded, OptionalLong exitStatus, String reason) {
        var name = router.jobs.submitted().get(Integer.parseInt(jobId.split("[-:]")[1]) - 1).name();
        router.jobs.end(
                new EndedJob(
                        jobId,
                        name,
                        Optional.of("jobs"),
                        succeeded,
                        false,
                        Optional.of(reason),
                        Optional.empty(),
                        exitStatus,
                        1));
    }

    private void die(String jobId) {
        end(jobId, false, OptionalLong.of(137), "Essential container in task exited");
    }

    private List<Notice.Status> told() {
        return router.events.notices().stream().map(Notice::status).toList();
    }

    @Test
    void tellsOnceOfAWorkItemWhoseJobFindsNoPlace() throws IOException {
        router.upload("in/a b+%.csv", CSV);
        router.jobs.explain("job-1", "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT");
        router.clock.advance(Duration.ofMinutes(45));

        reconcile();
        router.clock.advance(Duration.ofMinutes(15));
        reconcile();

        assertThat(router.events.notices())
                .singleElement()
                .satisfies(
                        notice -> {
                            assertThat(notice.status()).isEqualTo(Notice.Status.STUCK);
                            assertThat(notice.input().key()).isEqualTo("in/a b+%.csv");
                            assertThat(notice.phase()).hasValue("convert");
                            assertThat(notice.reason())
                                    .isEqualTo(
                                            "Its job job-1 has found no place to run for 45m (RUNNABLE). AWS Batch says: MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT. No other work item waits in the same job.");
                            assertThat(notice.remedy())
                                    .contains("aws batch describe-jobs --jobs job-1.")
                                    .endsWith(
                                            "./spillway replay --item %s."
                                                    .formatted(notice.item().orElseThrow()));
                        });
    }

    @Test
    void saysNothingOfAJobThatWaitsForLessOrRunsOrHasEnded() throws IOException {
        drop(3);
        router.jobs.run("job-1");
        router.jobs.run("job-2");
        router.clock.advance(Duration.ofMinutes(29));

        reconcile();
        router.jobs.run("job-3");
        router.clock.advance(Duration.ofHours(1));
        reconcile();

        assertThat(told()).isEmpty();
    }

    @Test
    void saysNothingOfJobsThatOthersSubmittedToTheSameQueue() throws Exception {
        router.jobs.submit(
                new JobRequest("theirs", "jobs", "d", OptionalInt.empty(), Map.of(), Map.of()));
        router.jobs.submit(
                new JobRequest("theirs", "jobs", "d", OptionalInt.of(5), Map.of(), Map.of()));
        router.clock.advance(Duration.ofHours(1));

        reconcile();

        assertThat(told()).isEmpty();
    }

    @Test
    void tellsOfAFewWorkItemsOfAJobAndHowManyOthersWait() throws IOException {
        for (int i = 0; i < 25; i++) {
            router.invoke(
                    List.of(TestRouter.uploaded(router.drop("in/%02d.csv".formatted(i), CSV))));
        }
        router.invoke(router.submissions.drain());
        assertThat(router.jobs.submitted()).hasSize(1);
        router.clock.advance(Duration.ofMinutes(45));

        reconcile();

        assertThat(router.events.notices()).hasSize(10);
        assertThat(router.events.notices())
                .allSatisfy(
                        notice ->
                                assertThat(notice.reason())
                                        .endsWith("24 other work items wait in the same job."));
    }

    @Test
    void settlesAJobWhoseEndNobodyToldOfAndSaysSo() throws IOException {
        drop(2);
        router.jobs.run("job-1");
        router.jobs.run("job-2");
        router.clock.advance(Duration.ofMinutes(5));
        die("job-2");
        router.clock.advance(Duration.ofMinutes(25));

        reconcile();
        router.clock.advance(Duration.ofMinutes(15));
        reconcile();

        assertThat(router.published())
                .containsExactly(
                        "convert batch routed", "convert batch routed", "convert batch failed");
        assertThat(router.events.notices())
                .singleElement()
                .satisfies(
                        notice -> {
                            assertThat(notice.status()).isEqualTo(Notice.Status.RECOVERED);
                            assertThat(notice.input().key()).isEqualTo("in/01.csv");
                            assertThat(notice.reason())
                                    .isEqualTo(
                                            "Its job job-2 had ended 25m before, and nobody had told of it. It was found by asking AWS Batch, and is settled now, with 0 other work items of the same job.");
                        });
    }

    @Test
    void leavesAnEndTimeToBeToldOf() throws IOException {
        drop(1);
        router.clock.advance(Duration.ofMinutes(25));
        die("job-1");
        router.clock.advance(Duration.ofMinutes(10));

        reconcile();
        assertThat(router.published()).containsExactly("convert batch routed");

        router.clock.advance(Duration.ofMinutes(15));
        reconcile();
        assertThat(router.published())
                .containsExactly("convert batch routed", "convert batch failed");
    }

    /** Two children of four files and more. */
    private void submitAnArray() throws IOException {
        router.deploy(
                """
                {"pipeline": "p", "phases": {"convert": {
                  "on": "upload", "match": {"types": ["csv"]}, "stage": "convert", "inline": "never",
                  "batch": {"timeout": "60s"}}}}
                """);
        for (int i = 0; i < 9; i++) {
            router.invoke(
                    List.of(TestRouter.uploaded(router.drop("in/%02d.csv".formatted(i), CSV))));
        }
        router.invoke(router.submissions.drain());
        assertThat(router.jobs.submitted())
                .singleElement()
                .satisfies(job -> assertThat(job.arraySize().orElseThrow()).isGreaterThan(1));
    }

    @Test
    void tellsOfTheWorkItemsOfTheChildrenOfAnArrayJobThatWait() throws IOException {
        submitAnArray();
        router.jobs.run("job-1:0");
        router.clock.advance(Duration.ofMinutes(45));

        reconcile();

        assertThat(router.events.notices())
                .isNotEmpty()
                .hasSizeLessThan(9)
                .allSatisfy(
                        notice ->
                                assertThat(notice.reason())
                                        .startsWith("Its job job-1:")
                                        .doesNotContain("job-1:0 ")
                                        .contains("AWS Batch gives no reason"));
    }

    @Test
    void settlesTheChildrenOfAnArrayJobWhoseEndNobodyToldOf() throws IOException {
        submitAnArray();
        var children = router.jobs.submitted().getFirst().arraySize().orElseThrow();
        for (int child = 0; child < children; child++) {
            die("job-1:" + child);
        }
        end("job-1", false, OptionalLong.empty(), "Array Child Job failed");
        router.clock.advance(Duration.ofMinutes(30));

        reconcile();

        assertThat(router.submissions.drain()).hasSize(9);
        assertThat(told()).containsOnly(Notice.Status.RECOVERED);
        assertThat(router.events.notices())
                .filteredOn(notice -> notice.reason().startsWith("Its job job-1 had ended"))
                .hasSize(9);
    }

    @Test
    void goesOnInFurtherInvocationsWhereManyJobsEnded() throws IOException {
        drop(120);
        for (int i = 1; i <= 120; i++) {
            die("job-" + i);
        }
        router.clock.advance(Duration.ofMinutes(30));

        router.invoke(List.of(ReconcileMessages.start("drop", router.clock.instant(), QUIET)));
        var further = 0;
        for (var sent = router.queue.drain(); !sent.isEmpty(); sent = router.queue.drain()) {
            for (var body : sent) {
                further += body.contains("\"after\"") ? 1 : 0;
                router.invoke(List.of(body));
            }
        }

        assertThat(router.published()).filteredOn("convert batch failed"::equals).hasSize(120);
        assertThat(further).isEqualTo(2);
    }
}

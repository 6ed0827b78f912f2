package io.spillway.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Jobs} must do. One subclass per implementation. */
public abstract class JobsContract {

    private static final int LOOKS = 3_000;
    private static final long BETWEEN_LOOKS_MILLIS = 20;

    private final String name = "contract-" + UUID.randomUUID();

    protected abstract Jobs jobs();

    /** An existing queue. */
    protected abstract String queue();

    /** An existing job definition. */
    protected abstract String definition();

    /** An existing job definition whose jobs find no place in the queue, ever. */
    protected abstract String unplaceable();

    private JobRequest request(String environmentValue) {
        return new JobRequest(
                name,
                queue(),
                definition(),
                OptionalInt.empty(),
                Map.of("SPILLWAY_MANIFEST", environmentValue),
                Map.of("manifest", "1"));
    }

    private JobRequest array(int size) {
        return new JobRequest(
                name, queue(), definition(), OptionalInt.of(size), Map.of(), Map.of());
    }

    @Test
    void findsAJobByTheNameItWasSubmittedUnder() throws Exception {
        var id = jobs().submit(request("s3://work/jobs/1.json"));

        assertThat(id).isNotBlank();
        assertThat(jobs().findByName(queue(), name)).hasValue(id);
    }

    @Test
    void findsNoJobThatWasNeverSubmitted() throws Exception {
        assertThat(jobs().findByName(queue(), name)).isEmpty();
    }

    @Test
    void findsNoJobWhoseNameOnlyBeginsAlike() throws Exception {
        jobs().submit(request("s3://work/jobs/1.json"));

        assertThat(jobs().findByName(queue(), name.substring(0, name.length() - 1))).isEmpty();
    }

    @Test
    void submitsEachRequestAnew() throws Exception {
        assertThat(jobs().submit(request("a"))).isNotEqualTo(jobs().submit(request("a")));
    }

    @Test
    void refusesAQueueThatIsNotThere() {
        var request =
                new JobRequest(
                        name,
                        "no-such-queue",
                        definition(),
                        OptionalInt.empty(),
                        Map.of(),
                        Map.of());

        assertThatThrownBy(() -> jobs().submit(request))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining("no-such-queue");
    }

    @Test
    void findsTheParentOfAnArrayJobByItsName() throws Exception {
        var id = jobs().submit(array(3));

        assertThat(id).doesNotContain(":");
        assertThat(jobs().findByName(queue(), name)).hasValue(id);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_001})
    void refusesAnArrayThatIsTooSmallOrTooLarge(int size) throws Exception {
        assertThatThrownBy(() -> jobs().submit(array(size)))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining("2 to 10000 children, not " + size);
        assertThat(jobs().findByName(queue(), name)).isEmpty();
    }

    @Test
    void refusesOverridesThatWouldFailTheJobLater() throws Exception {
        assertThatThrownBy(() -> jobs().submit(request("x".repeat(8_192))))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining("more than 8192");
        assertThat(jobs().findByName(queue(), name)).isEmpty();
    }

    @Test
    void tellsNoEndOfAJobItDoesNotKnow() throws Exception {
        assertThat(jobs().ended(List.of("no-such-job"))).isEmpty();
        assertThat(jobs().ended(List.of())).isEmpty();
    }

    @Test
    void listsAJobThatWaitsAndSaysSinceWhen() throws Exception {
        var before = Instant.now().minusSeconds(60);
        var id = jobs().submit(unplaceable(OptionalInt.empty()));

        var listed = await(ListedStatus.RUNNABLE, id);
        var waiting = jobs().waiting(List.of(id, "no-such-job"));

        assertThat(listed.jobName()).isEqualTo(name);
        assertThat(listed.submitted()).isBetween(before, Instant.now().plusSeconds(60));
        assertThat(listed.ended()).isEmpty();
        assertThat(waiting)
                .singleElement()
                .satisfies(
                        job -> {
                            assertThat(job.jobId()).isEqualTo(id);
                            assertThat(job.status()).isEqualTo(ListedStatus.RUNNABLE);
                            assertThat(job.since())
                                    .isBetween(before, Instant.now().plusSeconds(60));
                        });
    }

    @Test
    void listsAnArrayJobAsPendingAndItsChildrenAsWaiting() throws Exception {
        var id = jobs().submit(unplaceable(OptionalInt.of(3)));

        await(ListedStatus.PENDING, id);

        var children = List.<ListedJob>of();
        for (int i = 0; i < LOOKS && children.size() < 3; i++) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
            children = jobs().children(id, ListedStatus.RUNNABLE);
        }
        assertThat(children)
                .extracting(ListedJob::jobId)
                .containsExactlyInAnyOrder(id + ":0", id + ":1", id + ":2");
        assertThat(children).extracting(ListedJob::topId).containsOnly(id);
        assertThat(jobs().waiting(List.of(id + ":1")))
                .extracting(WaitingJob::jobId)
                .containsExactly(id + ":1");
    }

    @Test
    void listsNoChildrenOfAJobThatIsNotThereOrHasNone() throws Exception {
        assertThat(jobs().children("no-such-job", ListedStatus.RUNNABLE)).isEmpty();
    }

    @Test
    void listsTheLatestSubmittedFirstAndGoesOnWhereAPartEnded() throws Exception {
        var submitted = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            submitted.add(jobs().submit(unplaceable(OptionalInt.empty())));
        }
        var listed = List.<String>of();
        for (int i = 0; i < LOOKS && !listed.containsAll(submitted); i++) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
            listed = everyRunnable();
        }

        assertThat(listed.stream().filter(submitted::contains))
                .containsExactlyElementsOf(submitted.reversed());
    }

    private List<String> everyRunnable() throws Exception {
        var listed = new ArrayList<String>();
        var after = Optional.<String>empty();
        do {
            var page = jobs().list(queue(), ListedStatus.RUNNABLE, after);
            page.jobs().forEach(job -> listed.add(job.jobId()));
            after = page.next();
        } while (after.isPresent());
        return listed;
    }

    private JobRequest unplaceable(OptionalInt size) {
        return new JobRequest(name, queue(), unplaceable(), size, Map.of(), Map.of());
    }

    private ListedJob await(ListedStatus status, String id) throws Exception {
        for (int i = 0; i < LOOKS; i++) {
            for (var job : jobs().list(queue(), status, Optional.empty()).jobs()) {
                if (job.jobId().equals(id)) {
                    return job;
                }
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
        throw new AssertionError("Job %s is not listed as %s.".formatted(id, status));
    }
}

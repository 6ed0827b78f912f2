package io.spillway.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Jobs} must do. One subclass per implementation. */
public abstract class JobsContract {

    private final String name = "contract-" + UUID.randomUUID();

    protected abstract Jobs jobs();

    /** An existing queue. */
    protected abstract String queue();

    /** An existing job definition. */
    protected abstract String definition();

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
}

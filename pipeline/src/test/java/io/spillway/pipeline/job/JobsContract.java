package io.spillway.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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
                Map.of("SPILLWAY_MANIFEST", environmentValue),
                Map.of("workItem", "1"));
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
        var request = new JobRequest(name, "no-such-queue", definition(), Map.of(), Map.of());

        assertThatThrownBy(() -> jobs().submit(request))
                .isInstanceOf(JobRefused.class)
                .hasMessageContaining("no-such-queue");
    }
}

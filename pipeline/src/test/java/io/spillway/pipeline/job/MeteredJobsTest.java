package io.spillway.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.memory.MemoryJobs;
import io.spillway.pipeline.memory.MemoryMeter;
import io.spillway.pipeline.telemetry.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MeteredJobsTest {

    private final MemoryMeter meter = new MemoryMeter();
    private final MemoryJobs memory = new MemoryJobs("jobs");
    private final Jobs jobs = new MeteredJobs(memory, meter, "p");

    private static JobRequest request(String queue) {
        return new JobRequest("a", queue, "d", OptionalInt.empty(), Map.of(), Map.of());
    }

    @Test
    void countsWhatBecomesOfSubmissions() throws Exception {
        jobs.submit(request("jobs"));
        memory.loseAnswers(1);
        assertThatThrownBy(() -> jobs.submit(request("jobs"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> jobs.submit(request("none"))).isInstanceOf(JobRefused.class);
        assertThat(jobs.findByName("jobs", "a")).hasValue("job-1");

        meter.flush();
        assertThat(meter.flushed(Subject.of("p")))
                .isEqualTo(
                        Map.of(
                                "JobsSubmitted", List.of(1L),
                                "JobsUnanswered", List.of(1L),
                                "JobsRefused", List.of(1L)));
    }
}

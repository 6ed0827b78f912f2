package io.spillway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.definition.DefinitionReader;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Worker;
import io.spillway.pipeline.memory.MemoryEvents;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobHostTest {

    private static final long GIB = 1L << 30;

    @TempDir private Path directory;

    private static Phase phase(String disk) {
        return DefinitionReader.requireChecked(
                        Json.readObject(
                                """
                                {"pipeline": "p", "phases": {"a": {"on": "upload",
                                  "stage": {"legacy": {"command": ["run"]}}, "batch": {"disk": "%s"}}}}
                                """
                                        .formatted(disk)),
                        "test",
                        List.of())
                .phases()
                .getFirst();
    }

    private JobHost host(long scratchLimit) {
        return new JobHost(
                new Worker.JobAttempt("job-1", 1),
                Optional.of("p-convert-1"),
                directory,
                scratchLimit,
                new MemoryEvents(),
                Clock.systemUTC());
    }

    @Test
    void givesNoMoreScratchSpaceThanThePhaseAskedFor() {
        assertThat(host(100 * GIB).limits(phase("21 GiB"), null).scratch()).isEqualTo(21 * GIB);
    }

    @Test
    void givesNoMoreScratchSpaceThanThereIs() {
        assertThat(host(5 * GIB).limits(phase("21 GiB"), null).scratch()).isEqualTo(5 * GIB);
    }

    @Test
    void keepsATwentiethOfWhatIsFree() {
        assertThat(ScratchLimit.of(20 * GIB)).isEqualTo(19 * GIB);
        assertThat(ScratchLimit.of(directory)).isPositive();
    }
}

package io.spillway.pipeline.job;

import static io.spillway.pipeline.job.TestTasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonMismatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobManifestTest {

    private static final JobManifest MANIFEST =
            new JobManifest(
                    List.of(
                            List.of(task(1, 10), task(2, 20)),
                            List.of(task(3, 30)),
                            List.of(task(4, 40), task(5, 50), task(6, 60))));

    private static final byte[] JSON = Json.writeBytes(MANIFEST.toJson());

    @Test
    void isReadBackAsItWasWritten() {
        assertThat(JobManifest.fromJson(Json.readObject(JSON))).isEqualTo(MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void givesOneChildWithoutTheOthers(int index) {
        assertThat(JobManifest.child(JSON, index)).contains(MANIFEST.children().get(index));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9_999})
    void hasNoChildBeyondItsLast(int index) {
        assertThat(JobManifest.child(JSON, index)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"children\": [[{}]]}", "{\"children\": [null]}", "{\"children\": ["})
    void refusesAChildThatIsNone(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> JobManifest.child(bytes, 0)).isInstanceOf(JsonMismatch.class);
    }
}

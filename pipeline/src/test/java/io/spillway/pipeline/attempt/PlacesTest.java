package io.spillway.pipeline.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.store.ObjectLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {

    private static final Places PLACES = new Places("out", "work");

    @Test
    void tellsAJobsNameByWhereItsManifestIs() {
        assertThat(PLACES.jobName(PLACES.jobManifest("p-convert-1-ab12")))
                .contains("p-convert-1-ab12");
    }

    @ParameterizedTest
    @CsvSource({
        "work, manifests/a.json",
        "work, jobs/a",
        "work, jobs/.json",
        "out, jobs/a.json",
    })
    void knowsNoJobByAnythingElse(String bucket, String key) {
        assertThat(PLACES.jobName(new ObjectLocation(bucket, key))).isEmpty();
    }
}

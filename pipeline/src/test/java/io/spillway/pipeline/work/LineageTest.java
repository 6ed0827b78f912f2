package io.spillway.pipeline.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineageTest {

    private static WorkItem item(List<String> passed) {
        var object = new ObjectVersion(new ObjectLocation("drop", "a"), Optional.of("v"), "e", 1);
        return new WorkItem(
                "id",
                "weather",
                "convert",
                object,
                ContentType.CSV,
                "a",
                Upload.of("weather", object, "v"),
                passed.size(),
                passed);
    }

    @Test
    void goesFromAnOutputsMetadataIntoTheNextWorkItem() {
        var metadata = Lineage.metadata(item(List.of("weather/unpack")));

        assertThat(metadata).containsEntry("spillway-item", "id");
        assertThat(Lineage.passed(metadata)).containsExactly("weather/unpack", "weather/convert");
    }

    @Test
    void isKeptInAWorkItemsJson() {
        var item = item(List.of("weather/unpack"));

        assertThat(WorkItem.fromJson(Json.readObject(Json.writeBytes(item.toJson()))))
                .isEqualTo(item);
    }

    @Test
    void isEmptyInAWorkItemRecordedBeforeThereWasAny() {
        var json = Json.write(item(List.of()).toJson()).replace(",\"passed\":[]", "");

        assertThat(json).doesNotContain("passed");
        assertThat(WorkItem.fromJson(Json.readObject(json)).passed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "w/a, w/a",
        "'w/a, w/b', w/a;w/b",
        "'nonsense,w/a,/,x/,w/a/b,W/A', w/a",
    })
    void believesOnlyNamesOfPhases(String metadata, String passed) {
        assertThat(String.join(";", Lineage.passed(Map.of(Lineage.PASSED, metadata))))
                .isEqualTo(passed);
    }

    @Test
    void readsSoManyPhasesOnlyThatNothingGrowsWithoutEnd() {
        var many = String.join(",", Collections.nCopies(1_000, "w/a"));

        assertThat(Lineage.passed(Map.of(Lineage.PASSED, many))).hasSize(32);
    }

    /** 2 KB are the most. Source: Amazon S3 User Guide, "Working with object metadata". */
    @Test
    void fitsIntoTheMetadataThatS3Takes() {
        var longest = "p".repeat(40) + "/" + "s".repeat(40);
        var item = item(Collections.nCopies(15, longest));

        var bytes =
                Lineage.metadata(item).entrySet().stream()
                        .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                        .sum();

        assertThat(bytes).isLessThan(2_048);
    }
}

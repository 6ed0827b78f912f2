package io.spillway.local.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.view.Samples;
import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.store.ObjectLocation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchFilterTest {

    private static final CloudEvent ROUTED =
            Samples.routed(Samples.item("convert", "incoming/a.csv", 1), Samples.NOON);

    private static WatchFilter filter(String phases, String statuses, String upload) {
        return new WatchFilter(words(phases), words(statuses), Optional.ofNullable(upload));
    }

    private static Set<String> words(String text) {
        return text == null ? Set.of() : Set.of(text.split(" "));
    }

    private static Notice notice(Optional<String> phase) {
        return Notice.of(
                Samples.NOON,
                new Notice.About(
                        "weather",
                        new ObjectLocation("drop", "incoming/a.csv"),
                        phase,
                        Optional.empty()),
                Notice.Status.STUCK,
                "lease",
                "Stuck.",
                "Replay it.");
    }

    @ParameterizedTest
    @CsvSource({
        ", , , true",
        "convert, , , true",
        "unpack convert, , , true",
        "unpack, , , false",
        ", routed failed, , true",
        ", failed, , false",
        ", , incoming/a.csv, true",
        ", , incoming/, true",
        ", , incoming, false",
        ", , incoming/a, false",
        "convert, routed, incoming/b.csv, false",
        "convert, routed, incoming/a.csv, true",
    })
    void showsWhatMatchesEachOfItsParts(
            String phases, String statuses, String upload, boolean shown) {
        assertThat(filter(phases, statuses, upload).shows(ROUTED)).isEqualTo(shown);
    }

    @Test
    void showsNoticesByThePhaseAndObjectTheyAreAbout() {
        assertThat(filter(null, "stuck", "incoming/").shows(notice(Optional.empty()))).isTrue();
        assertThat(filter("convert", null, null).shows(notice(Optional.of("convert")))).isTrue();
        assertThat(filter("convert", null, null).shows(notice(Optional.empty()))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | none | none",
                "unpack convert | none | {\"phase\":[\"convert\",\"unpack\"]}",
                "none | failed | {\"status\":[\"failed\",\"skipped\",\"succeeded\"]}",
                "report | stuck | {\"phase\":[\"report\"],\"status\":[\"failed\",\"skipped\",\"stuck\",\"succeeded\"]}",
            })
    void letsTheTopicSendOnlyWhatIsShownOrNeeded(String phases, String statuses, String policy) {
        assertThat(filter(phases, statuses, "incoming/").policy(Gate.STATUSES))
                .isEqualTo(Optional.ofNullable(policy));
    }

    @Test
    void knowsTheStatusOfEverythingThatIsPublished() {
        assertThat(List.of("routed", "succeeded", "stuck", "recovered"))
                .allMatch(WatchFilter.STATUSES::contains);
    }
}

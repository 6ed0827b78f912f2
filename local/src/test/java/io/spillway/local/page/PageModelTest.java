package io.spillway.local.page;

import static io.spillway.local.view.Samples.item;
import static io.spillway.local.view.Samples.noonPlus;
import static io.spillway.local.view.Samples.object;
import static io.spillway.local.view.Samples.part;
import static io.spillway.local.view.Samples.routed;
import static io.spillway.local.view.Samples.started;
import static io.spillway.local.view.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.view.EndingWord;
import io.spillway.local.view.Samples;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.work.Failure;
import io.spillway.pipeline.work.Replays;
import io.spillway.pipeline.work.WorkItem;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageModelTest {

    private final PageModel model = new PageModel("weather", 3);
    private final WorkItem item = item("convert", "a/1.csv", 1_000);

    @Test
    void knowsAnUploadFromItsArrivalOn() {
        model.arrived(object("a/1.csv", 1_000), noonPlus(0));

        assertThat(only().status()).isEqualTo(PageUpload.Status.UPLOADED);

        happened(succeeded(item, Samples.INLINE, noonPlus(1)));

        assertThat(only().status()).isEqualTo(PageUpload.Status.DONE);
        assertThat(only().begun()).isEqualTo(noonPlus(0));
    }

    @Test
    void countsAWorkItemWhereItStands() {
        happened(routed(item, noonPlus(1)));
        assertThat(phase().waiting()).isEqualTo(1);

        happened(started(item, 1, noonPlus(2)));
        assertThat(phase().waiting()).isZero();
        assertThat(phase().running()).isEqualTo(1);

        happened(succeeded(item, Samples.BATCH, noonPlus(3)));
        assertThat(phase().running()).isZero();
        assertThat(phase().ended(EndingWord.SUCCEEDED)).isEqualTo(1);
        assertThat(phase().routes()).containsOnlyKeys("batch").containsValue(1);
    }

    @Test
    void takesNoNoticeOfWhatIsToldLate() {
        happened(succeeded(item, Samples.BATCH, noonPlus(3)));
        happened(routed(item, noonPlus(1)));
        happened(started(item, 1, noonPlus(2)));

        assertThat(only().status()).isEqualTo(PageUpload.Status.DONE);
        assertThat(phase().running()).isZero();
    }

    @Test
    void takesAFailureBackWhenItsWorkItemIsRunAgain() {
        happened(Samples.failed(item, new Failure(Failure.Kind.BUG, "It broke."), noonPlus(1)));
        assertThat(model.failures().all()).hasSize(1);

        happened(started(item, 2, noonPlus(2)));

        assertThat(model.failures().all()).isEmpty();
        assertThat(only().status()).isEqualTo(PageUpload.Status.RUNNING);
    }

    @Test
    void letsARepetitionTakeThePlaceOfWhatItRepeats() {
        var failure = new Failure(Failure.Kind.BUG, "It broke.");
        var once = Replays.after(item);
        var twice = Replays.after(once);
        happened(Samples.failed(item, failure, noonPlus(1)));
        happened(routed(once, noonPlus(2)));
        assertThat(only().status()).isEqualTo(PageUpload.Status.WAITING);
        assertThat(model.failures().all()).isEmpty();

        happened(Samples.failed(once, failure, noonPlus(3)));
        assertThat(only().status()).isEqualTo(PageUpload.Status.FAILED);
        assertThat(model.failures().all())
                .singleElement()
                .satisfies(group -> assertThat(group.count()).isEqualTo(1));

        happened(succeeded(twice, Samples.BATCH, noonPlus(4)));
        happened(Samples.failed(once, failure, noonPlus(5)));
        happened(Samples.failed(item, failure, noonPlus(6)));
        assertThat(only().status()).isEqualTo(PageUpload.Status.DONE);
        assertThat(only().items()).isEqualTo(1);
        assertThat(phase().ended(EndingWord.FAILED)).isZero();
        assertThat(phase().ended(EndingWord.SUCCEEDED)).isEqualTo(1);
        assertThat(model.failures().all()).isEmpty();
    }

    @Test
    void putsFailuresThatDifferInNamesAndNumbersOnlyTogether() {
        for (var at = 1; at <= 3; at++) {
            var failing = item("convert", "a/" + at + ".csv", 10);
            var message =
                    "Cannot read s3://weather-drop/a/%d.csv: %d bytes are missing. Upload it again."
                            .formatted(at, 17 * at);
            happened(
                    Samples.failed(
                            failing, new Failure(Failure.Kind.BAD_INPUT, message), noonPlus(at)));
        }

        assertThat(model.failures().all())
                .singleElement()
                .satisfies(
                        group -> {
                            assertThat(group.count()).isEqualTo(3);
                            assertThat(group.message()).contains("a/3.csv: 51 bytes");
                            assertThat(group.uploads()).hasSize(3);
                        });
    }

    @Test
    void learnsWhichPhaseFeedsWhich() {
        happened(succeeded(item, Samples.INLINE, noonPlus(1)));

        assertThat(phase().after()).containsExactly(PhaseCount.UPLOAD);
    }

    @Test
    void tellsWhatChangedAfterWhatWasSeen() {
        happened(succeeded(item, Samples.INLINE, noonPlus(1)));
        var seen = model.changes();
        var other = item("convert", "a/2.csv", 1_000);
        happened(succeeded(other, Samples.INLINE, noonPlus(2)));
        happened(succeeded(part(other, "summarise", "a/2.csv/x", 1), Samples.INLINE, noonPlus(3)));

        assertThat(model.changedAfter(seen))
                .extracting(upload -> upload.object().key())
                .containsExactly("a/2.csv");
        assertThat(model.changedAfter(model.changes())).isEmpty();
    }

    @Test
    void dropsTheOldestRowsButNotTheirCounts() {
        for (var at = 1; at <= 5; at++) {
            happened(
                    succeeded(
                            item("convert", "a/" + at + ".csv", 10), Samples.INLINE, noonPlus(at)));
        }

        assertThat(model.uploads()).hasSize(3);
        assertThat(model.firstShown()).isEqualTo(2);
        assertThat(model.uploadCount()).isEqualTo(5);
        assertThat(model.uploads(PageUpload.Status.DONE)).isEqualTo(5);
        assertThat(model.changedAfter(0)).hasSize(3);
    }

    @Test
    void showsAnUploadAsStuckUntilSomethingIsHeardOfIt() {
        model.arrived(object("a/1.csv", 1_000), noonPlus(0));
        model.noticed(stuck(noonPlus(60)));

        assertThat(only().status()).isEqualTo(PageUpload.Status.STUCK);
        assertThat(model.notices().all())
                .singleElement()
                .satisfies(told -> assertThat(told.upload()).hasValue(only().id()));

        happened(succeeded(item, Samples.INLINE, noonPlus(61)));

        assertThat(only().status()).isEqualTo(PageUpload.Status.DONE);
    }

    @Test
    void keepsANoticeOfAnObjectOfWhichNothingElseIsKnown() {
        model.noticed(stuck(noonPlus(60)));
        model.noticed(stuck(noonPlus(60)));

        assertThat(model.notices().all()).hasSize(1);
        assertThat(model.changes()).isPositive();
    }

    private Notice stuck(Instant at) {
        return Notice.of(
                at,
                new Notice.About(
                        "weather", item.input().location(), Optional.empty(), Optional.empty()),
                Notice.Status.STUCK,
                "lost",
                "Its event had not come after 60 s.",
                "Upload it again.");
    }

    private void happened(PhaseEvent event) {
        model.happened(event, 0);
    }

    private PageUpload only() {
        assertThat(model.uploads()).hasSize(1);
        return model.uploads().iterator().next();
    }

    private PhaseCount phase() {
        return model.phases().iterator().next();
    }
}

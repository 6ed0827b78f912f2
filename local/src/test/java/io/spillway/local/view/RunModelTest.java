package io.spillway.local.view;

import static io.spillway.local.view.Samples.INLINE;
import static io.spillway.local.view.Samples.NOON;
import static io.spillway.local.view.Samples.failed;
import static io.spillway.local.view.Samples.item;
import static io.spillway.local.view.Samples.noonPlus;
import static io.spillway.local.view.Samples.part;
import static io.spillway.local.view.Samples.progressed;
import static io.spillway.local.view.Samples.routed;
import static io.spillway.local.view.Samples.started;
import static io.spillway.local.view.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.local.view.UploadRow.Status;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.work.Failure;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunModelTest {

    private final RunModel model = new RunModel();

    @Test
    void showsADropBeforeAnythingIsHeardOfIt() {
        model.dropped("incoming/a.csv", 48, NOON);

        assertThat(row().status()).isEqualTo(Status.DROPPED);
        assertThat(row().key()).isEqualTo("incoming/a.csv");
        assertThat(row().isActive()).isTrue();
    }

    @Test
    void joinsEventsToTheDropTheyTellOf() {
        model.dropped("incoming/a.csv", 48, NOON);
        model.happened(succeeded(item("convert", "incoming/a.csv", 48), INLINE, noonPlus(1)));

        assertThat(row().status()).isEqualTo(Status.DONE);
        assertThat(row().phase()).isEqualTo("convert");
        assertThat(row().route()).isEqualTo("inline");
    }

    @Test
    void keepsTwoVersionsUnderOneKeyApart() {
        model.dropped("incoming/a.csv", 48, NOON);
        model.dropped("incoming/a.csv", 50, NOON);
        model.happened(succeeded(item("convert", "incoming/a.csv", 50), INLINE, noonPlus(1)));

        assertThat(model.rows())
                .extracting(UploadRow::status)
                .containsExactly(Status.DROPPED, Status.DONE);
    }

    @Test
    void addsARowForAnUploadOfAnEarlierRun() {
        model.happened(routed(item("convert", "incoming/a.csv", 48), NOON));

        assertThat(row().status()).isEqualTo(Status.WAITING);
        assertThat(row().route()).isEqualTo("batch");
    }

    @Test
    void followsABatchWorkItemFromItsRouteToItsEnd() {
        var item = item("convert", "incoming/a.csv", 1000);

        model.happened(routed(item, NOON));
        model.happened(started(item, 1, noonPlus(10)));
        model.happened(progressed(item, 1, 250, 1000, noonPlus(12)));

        var pace = row().running().getFirst().pace().orElseThrow();
        assertThat(pace).isEqualTo(new Pace(noonPlus(10), noonPlus(12), 250, 1000));

        model.happened(succeeded(item, Samples.BATCH, noonPlus(20)));

        assertThat(row().status()).isEqualTo(Status.DONE);
        assertThat(row().ended()).isEqualTo(1);
    }

    @Test
    void ignoresWhatComesLate() {
        var item = item("convert", "incoming/a.csv", 1000);

        model.happened(progressed(item, 2, 600, 1000, noonPlus(30)));
        model.happened(progressed(item, 2, 500, 1000, noonPlus(29)));
        model.happened(progressed(item, 1, 900, 1000, noonPlus(9)));
        model.happened(started(item, 2, noonPlus(20)));
        model.happened(routed(item, NOON));

        assertThat(row().running().getFirst().pace().orElseThrow().done()).isEqualTo(600);

        model.happened(succeeded(item, Samples.BATCH, noonPlus(40)));
        model.happened(progressed(item, 2, 700, 1000, noonPlus(35)));

        assertThat(row().isActive()).isFalse();
        assertThat(model.counts())
                .isEqualTo(new RunModel.Counts(1, 0, Map.of(EndingWord.SUCCEEDED, 1)));
    }

    @Test
    void startsAnewWithEachAttempt() {
        var item = item("convert", "incoming/a.csv", 1000);

        model.happened(progressed(item, 1, 900, 1000, noonPlus(9)));
        model.happened(started(item, 2, noonPlus(20)));

        assertThat(row().running().getFirst().pace()).hasValue(Pace.begun(noonPlus(20)));
    }

    @Test
    void countsAnEventThatComesTwiceOnce() {
        var event = succeeded(item("convert", "incoming/a.csv", 48), INLINE, NOON);

        model.happened(event);
        model.happened(event);

        assertThat(model.counts().of(EndingWord.SUCCEEDED)).isEqualTo(1);
    }

    @Test
    void gathersWhatAnArchiveHeldUnderItsUpload() {
        var archive = item("unpack", "incoming/a.zip", 5000);

        model.happened(succeeded(archive, INLINE, NOON));
        IntStream.range(0, 3)
                .forEach(
                        i ->
                                model.happened(
                                        routed(
                                                part(archive, "convert", "a.zip/" + i, 9),
                                                noonPlus(i))));
        model.happened(started(part(archive, "convert", "a.zip/0", 9), 1, noonPlus(5)));

        assertThat(model.rows()).hasSize(1);
        assertThat(row().running()).hasSize(1);
        assertThat(row().waiting()).isEqualTo(2);
        assertThat(row().ended()).isEqualTo(1);
        assertThat(row().phase()).isEqualTo("convert");
    }

    @ParameterizedTest
    @EnumSource(Failure.Kind.class)
    void tellsAFaultOfTheFileFromAFaultOfTheRun(Failure.Kind kind) {
        model.happened(
                failed(item("convert", "incoming/a.csv", 48), new Failure(kind, "Why."), NOON));

        var isOfTheFile =
                kind == Failure.Kind.REJECTED
                        || kind == Failure.Kind.BAD_INPUT
                        || kind == Failure.Kind.INPUT_GONE;
        assertThat(row().status()).isEqualTo(isOfTheFile ? Status.REFUSED : Status.FAILED);
    }

    @Test
    void showsTheWorstOfSeveralEndings() {
        var archive = item("unpack", "incoming/a.zip", 5000);

        model.happened(
                failed(
                        part(archive, "convert", "a.zip/0", 9),
                        new Failure(Failure.Kind.BUG, "Why."),
                        NOON));
        model.happened(succeeded(archive, INLINE, NOON));

        assertThat(row().status()).isEqualTo(Status.FAILED);
    }

    @Test
    void showsAnUploadThatNobodyWantsAsIgnored() {
        var route = new Route.Ignored("No phase wants it.");
        model.happened(
                PhaseEvent.of(
                        NOON,
                        item("intake", "other/a.csv", 48),
                        route,
                        0,
                        new Happening.Skipped(route.reason())));

        assertThat(row().status()).isEqualTo(Status.IGNORED);
    }

    private UploadRow row() {
        return model.rows().getFirst();
    }
}

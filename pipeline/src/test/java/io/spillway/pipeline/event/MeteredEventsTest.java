package io.spillway.pipeline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.memory.MemoryMeter;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.telemetry.Subject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeteredEventsTest {

    private final MemoryMeter meter = new MemoryMeter();

    private String counted(PhaseEvent event) throws IOException {
        new MeteredEvents(_ -> {}, meter).publish(List.of(event));
        meter.flush();
        return meter.flushed(Subject.of("p", "convert")).toString();
    }

    private static PhaseEvent event(int happening, Route route) {
        var event = EventsContract.event(EventsContract.everyHappening().get(happening));
        return new PhaseEvent(event.id(), event.time(), event.item(), route, 2, event.happening());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | batch    | {ItemsToBatch=[1]}",
                "1 | batch    | {}",
                "2 | batch    | {}",
                "3 | batch    | {BytesRead=[3], BytesWritten=[9], ItemAttempts=[2], ItemDuration=[12], ItemsSucceeded=[1]}",
                "3 | inline   | {BytesRead=[3], BytesWritten=[9], ItemAttempts=[2], ItemDuration=[12], ItemsInline=[1], ItemsSucceeded=[1]}",
                "4 | inline   | {ItemsFailed=[1], ItemsInline=[1]}",
                "4 | batch    | {ItemsFailed=[1]}",
                "4 | rejected | {ItemsFailed=[1], ItemsRejected=[1]}",
                "5 | batch    | {ItemsFailed=[1]}",
                "6 | ignored  | {ItemsIgnored=[1], ItemsSkipped=[1]}"
            })
    void countsWhatPhasesTell(int happening, String route, String counted) throws IOException {
        var of =
                switch (route) {
                    case "inline" -> new Route.Inline("");
                    case "batch" -> new Route.Batch("");
                    case "ignored" -> new Route.Ignored("");
                    default -> new Route.Rejected("");
                };

        assertThat(counted(event(happening, of))).isEqualTo(counted);
    }

    @ParameterizedTest
    @CsvSource({"STUCK, {NoticesStuck=[1]}", "RECOVERED, {NoticesRecovered=[1]}"})
    void countsNoticesByTheirStatus(Notice.Status status, String counted) throws IOException {
        new MeteredEvents(_ -> {}, meter).publish(List.of(EventsContract.notice(status)));

        meter.flush();
        assertThat(meter.flushed(Subject.of("p")).toString()).isEqualTo(counted);
    }

    @Test
    void countsNothingThatWasNotPublished() {
        Events broken =
                _ -> {
                    throw new IOException("no");
                };

        assertThatThrownBy(
                        () ->
                                new MeteredEvents(broken, meter)
                                        .publish(List.of(event(0, new Route.Batch("")))))
                .hasMessage("no");

        meter.flush();
        assertThat(meter.flushed(Subject.of("p", "convert"))).isEmpty();
    }
}

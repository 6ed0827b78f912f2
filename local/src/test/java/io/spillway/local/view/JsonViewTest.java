package io.spillway.local.view;

import static io.spillway.local.view.Samples.INLINE;
import static io.spillway.local.view.Samples.NOON;
import static io.spillway.local.view.Samples.end;
import static io.spillway.local.view.Samples.item;
import static io.spillway.local.view.Samples.succeeded;
import static io.spillway.local.view.Samples.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.ledger.Entry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonViewTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final JsonView view =
            new JsonView(new PrintStream(written, true, StandardCharsets.UTF_8));

    @Test
    void writesAnObjectPerLineToldApartByType() {
        var event = succeeded(item("convert", "incoming/a\nb.csv", 5), INLINE, NOON);

        view.started(Samples.info());
        view.dropped("incoming/a\nb.csv", 5);
        view.happened(event);

        assertThat(lines())
                .extracting(line -> line.requireText("type"))
                .containsExactly(
                        "io.spillway.run.started.v1",
                        "io.spillway.run.uploaded.v1",
                        "io.spillway.phase.succeeded.v1");
        assertThat(PhaseEvent.fromJson(lines().get(2))).isEqualTo(event);
        assertThat(lines().getFirst().requireObject("endpoints").requireText("AWS_ENDPOINT_URL_S3"))
                .isEqualTo("http://127.0.0.1:4566");
    }

    @Test
    void endsWithTheEntryOfEachWorkItemAndTheTotals() {
        var item = item("convert", "incoming/a.csv", 5);
        var entry = end(item, INLINE, success(item, 2), NOON);

        view.finished(Samples.report(List.of(entry), 1));

        assertThat(Entry.fromJson(lines().getFirst().requireObject("entry"))).isEqualTo(entry);
        assertThat(written.toString(StandardCharsets.UTF_8).lines().toList().getLast())
                .isEqualTo(
                        """
                        {"type":"io.spillway.run.summary.v1","uploads":1,"workItems":1,"endings":{"succeeded":1},\
                        "routes":{"inline":1},"bytesRead":5,"bytesWritten":4096,"deadLetters":1,"milliseconds":8200,\
                        "outputs":"/state/outputs","events":"/state/events.jsonl","exitStatus":1}""");
    }

    @Test
    void totalsARunInWhichNothingHappened() {
        view.finished(Samples.report(List.of(), 0));

        assertThat(lines().getFirst().requireWhole("workItems")).isZero();
    }

    private List<JsonObject> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().map(Json::readObject).toList();
    }
}

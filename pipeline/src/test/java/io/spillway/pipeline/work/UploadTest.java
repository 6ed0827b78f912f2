package io.spillway.pipeline.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.routing.Route;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.telemetry.Trace;
import io.spillway.pipeline.telemetry.TraceContext;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {

    private static final ObjectVersion OBJECT =
            new ObjectVersion(new ObjectLocation("in", "a.csv"), Optional.of("v"), "e", 3);
    private static final Upload UPLOAD = Upload.of("p", OBJECT, "v");
    private static final Trace TRACE = new Trace("4bf92f3577b34da6a3ce929d0e0e4736", false);

    private static WorkItem item(Upload upload) {
        return new WorkItem("i", "p", "convert", OBJECT, ContentType.CSV, "a.csv", upload, 0);
    }

    private static PhaseEvent event(Upload upload, int attempt) {
        return PhaseEvent.of(
                Instant.EPOCH,
                item(upload),
                new Route.Batch("Large."),
                attempt,
                new PhaseEvent.Happening.Routed());
    }

    @Test
    void beginsATraceThatWhoeverIsToldOfItAgainFindsToo() {
        assertThat(UPLOAD.trace()).isEqualTo(new Trace(UPLOAD.id(), true));
        assertThat(Upload.of("p", OBJECT, "v").trace()).isEqualTo(UPLOAD.trace());
    }

    @Test
    void carriesTheTraceThatItsArrivalBelongedTo() {
        var upload = UPLOAD.joining(Optional.of(TRACE));

        var read = Upload.fromJson(Json.readObject(Json.write(upload.toJson())));

        assertThat(read).isEqualTo(upload);
        assertThat(read.trace()).isEqualTo(TRACE);
    }

    @Test
    void saysNothingOfTracesWhereItBeganItsOwn() {
        assertThat(UPLOAD.toJson().members()).containsOnlyKeys("id", "object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":\"\"}",
                "{\"id\":7}",
                "{\"id\":\"00000000000000000000000000000000\"}",
                "{\"id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"sampled\":\"yes\"}"
            })
    void ignoresATraceThatIsNone(String trace) {
        var json =
                JsonObject.of()
                        .put("id", UPLOAD.id())
                        .put("object", OBJECT.toJson())
                        .put("trace", Json.read(trace))
                        .build();

        assertThat(Upload.fromJson(json)).isEqualTo(UPLOAD);
    }

    @Test
    void hasATraceWhateverItsId() {
        assertThat(Trace.isId(new Upload("odd", OBJECT, Optional.empty()).trace().id())).isTrue();
    }

    @Test
    void givesEachAttemptAStepOfItsOwn() {
        assertThat(IntStream.range(0, 100).mapToObj(item(UPLOAD)::span))
                .doesNotHaveDuplicates()
                .allMatch(span -> span.trace().equals(UPLOAD.trace()));
        assertThat(item(UPLOAD).span(1)).isEqualTo(item(UPLOAD).span(1));
    }

    @Test
    void putsItsTraceIntoWhatPhasesTell() {
        var event = event(UPLOAD.joining(Optional.of(TRACE)), 2);
        var traceparent = event.toJson().requireText("traceparent");

        assertThat(TraceContext.ofTraceparent(traceparent))
                .hasValue(new TraceContext(TRACE, Optional.of(event.item().span(2).id())));
        assertThat(event.attributes()).containsEntry("traceparent", traceparent);
        assertThat(PhaseEvent.fromJson(event.toJson()).toJson()).isEqualTo(event.toJson());
    }
}

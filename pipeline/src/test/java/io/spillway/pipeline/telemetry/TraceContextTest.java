package io.spillway.pipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00, false",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03, true",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-fe, false",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later, true"
    })
    void readsATraceparent(String header, boolean sampled) {
        assertThat(TraceContext.ofTraceparent(header))
                .hasValue(new TraceContext(new Trace(TRACE, sampled), Optional.of(SPAN)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e47366-00f067aa0ba902b7-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
                " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
                "00-٤bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void ignoresATraceparentOfAnotherForm(String header) {
        assertThat(TraceContext.ofTraceparent(header)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1, 53995c3f42cd8ad8, true",
        "Sampled=0;Parent=53995c3f42cd8ad8;Root=1-5759e988-bd862e3fe1be46a994272793, 53995c3f42cd8ad8, false",
        "Root=1-5759E988-BD862E3FE1BE46A994272793;Parent=53995C3F42CD8AD8;Sampled=1, 53995c3f42cd8ad8, true",
        "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1, , true",
        "Root=1-5759e988-bd862e3fe1be46a994272793, , false",
        "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=0000000000000000;Sampled=?, , false",
        "Root=1-5759e988-bd862e3fe1be46a994272793; Parent=53995c3f42cd8ad8; Sampled=1; Lineage=a87bd80c:1, 53995c3f42cd8ad8, true",
        "Self=1-0-0;Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1;;=;x, , true"
    })
    void readsATracingHeaderOfXRay(String header, String parent, boolean sampled) {
        assertThat(TraceContext.ofXRay(header))
                .hasValue(
                        new TraceContext(
                                new Trace("5759e988bd862e3fe1be46a994272793", sampled),
                                Optional.ofNullable(parent)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "Root",
                "Root=",
                "Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=1",
                "Root=2-5759e988-bd862e3fe1be46a994272793",
                "Root=1-5759e98-bd862e3fe1be46a994272793",
                "root=1-5759e988-bd862e3fe1be46a994272793",
                "Parent=53995c3f42cd8ad8;Sampled=1",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void ignoresATracingHeaderOfAnotherForm(String header) {
        assertThat(TraceContext.ofXRay(header)).isEmpty();
    }

    @Property
    void readsAnythingWithoutThrowing(@ForAll String header) {
        var read = TraceContext.ofTraceparent(header).or(() -> TraceContext.ofXRay(header));

        assertThat(read.isPresent() && header.length() < 35).isFalse();
    }

    @Property
    void readsWhatIsNearlyRightWithoutThrowing(
            @ForAll @StringLength(max = 60) @Chars({'-', '0', '1', 'a', 'f', ';', '=', 'R', ' '})
                    String tail,
            @ForAll @AlphaChars @StringLength(max = 3) String head) {
        for (var header : new String[] {"00-" + head + tail, "Root=1-" + head + tail}) {
            TraceContext.ofTraceparent(header)
                    .or(() -> TraceContext.ofXRay(header))
                    .ifPresent(read -> assertThat(Trace.isId(read.trace().id())).isTrue());
        }
    }

    @Test
    void readsWhatItSendsOn() {
        var header = new Span(new Trace(TRACE, true), SPAN).traceparent();

        assertThat(header).hasSize(55);
        assertThat(TraceContext.ofTraceparent(header).flatMap(TraceContext::traceparent))
                .hasValue(header);
    }

    @Test
    void ignoresAHeaderThatIsTooLongToBeOne() {
        var header = "cc-" + TRACE + "-" + SPAN + "-01-";

        assertThat(TraceContext.ofTraceparent(header + "x".repeat(2_000))).isEmpty();
        assertThat(
                        TraceContext.ofXRay(
                                "Root=1-5759e988-bd862e3fe1be46a994272793" + ";".repeat(2_000)))
                .isEmpty();
    }

    @Test
    void refusesToMakeIdsThatNobodyWouldRead() {
        assertThatThrownBy(() -> new Trace("0".repeat(32), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Span(new Trace(TRACE, true), "0".repeat(16)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package io.spillway.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.router.intake.ReplayMessages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    private static final byte[] DAMAGED = "a,b\n1,\"2\n".getBytes(UTF_8);
    private static final byte[] CSV = "a,b\n1,2\n".getBytes(UTF_8);
    private static final String CONVERT =
            """
            {"pipeline": "p", "phases": {
              "convert": {"on": "upload", "match": {"types": ["csv"]}, "stage": "convert"}}}
            """;

    @TempDir private Path scratch;

    private TestRouter router;

    @BeforeEach
    void deploy() throws IOException {
        router = new TestRouter(scratch, "out", 1769);
        router.deploy(CONVERT);
    }

    private String ended(int index) {
        return router.events.published().get(index).item().id();
    }

    private void replay(String item, boolean again) throws IOException {
        router.invoke(List.of(ReplayMessages.write(item, again)));
    }

    @Test
    void runsAFailedWorkItemAgainUnderAnIdOfItsOwn() throws IOException {
        router.upload("in/a.csv", DAMAGED);

        replay(ended(0), false);

        assertThat(router.published())
                .containsExactly("convert inline failed", "convert inline failed");
        assertThat(ended(1)).isEqualTo(ended(0) + "-r1");
        assertThat(router.events.published())
                .extracting(event -> event.item().input())
                .containsOnly(router.events.published().getFirst().item().input());
    }

    @Test
    void hasTheEffectOfOneWhenItIsAskedForTwice() throws IOException {
        router.upload("in/a.csv", DAMAGED);

        replay(ended(0), false);
        replay(ended(0), false);

        assertThat(router.events.published())
                .extracting(PhaseEvent::id)
                .containsExactly(ended(0) + ".failed", ended(0) + "-r1.failed");
    }

    @Test
    void runsARepetitionAgainAsTheNext() throws IOException {
        router.upload("in/a.csv", DAMAGED);

        replay(ended(0), false);
        replay(ended(1), false);

        assertThat(ended(2)).isEqualTo(ended(0) + "-r2");
    }

    @Test
    void leavesAloneWhatDidNotFailUnlessToldOtherwise() throws IOException {
        router.upload("in/a.csv", CSV);

        replay(ended(0), false);
        assertThat(router.published()).containsExactly("convert inline succeeded");

        replay(ended(0), true);
        assertThat(router.published())
                .containsExactly("convert inline succeeded", "convert inline succeeded");
    }

    @Test
    void decidesTheRouteAnewByTheDefinitionInForce() throws IOException {
        router.upload("in/a.csv", DAMAGED);
        router.deploy(CONVERT.replace("\"stage\"", "\"batch\": \"always\", \"stage\""));

        replay(ended(0), false);

        assertThat(router.submissions.drain())
                .singleElement()
                .asString()
                .contains(ended(0) + "-r1");
    }

    @Test
    void saysThatAPhaseIsGone() throws IOException {
        router.upload("in/a.csv", DAMAGED);
        router.deploy(CONVERT.replace("\"convert\": {", "\"other\": {"));

        replay(ended(0), false);

        assertThat(router.published().getLast()).isEqualTo("convert rejected failed");
        assertThat(router.events.published().getLast().route().reason())
                .contains("the pipeline has no phase convert any more");
    }

    @Test
    void hasNothingToDoForAWorkItemThatNobodyKnows() throws IOException {
        replay("0123", false);

        assertThat(router.published()).isEmpty();
    }
}

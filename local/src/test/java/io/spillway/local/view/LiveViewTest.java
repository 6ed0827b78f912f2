package io.spillway.local.view;

import static io.spillway.local.view.Samples.INLINE;
import static io.spillway.local.view.Samples.item;
import static io.spillway.local.view.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.memory.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveViewTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final TestClock clock = Samples.clockAtNoon();
    private final LiveView view =
            new LiveView(
                    new PrintStream(written, true, StandardCharsets.UTF_8),
                    Style.PLAIN,
                    clock,
                    () -> new TerminalSize(80, 24));

    @Test
    void drawsTheTableAgainInItsPlaceBelowTheEvents() {
        view.dropped("incoming/a.csv", 48);
        clock.advance(Duration.ofSeconds(1));
        written.reset();

        view.happened(succeeded(item("convert", "incoming/a.csv", 48), INLINE, clock.instant()));

        assertThat(written())
                .isEqualTo(
                        """
                        ^[2A\r^[K12:00:01  convert     succeeded   incoming/a.csv  inline, 1 output, 2 KiB, 310 …
                        ^[?7l^[Kincoming/a.csv              convert     inline  done
                        ^[K1 upload · 0 under way · 1 succeeded · 1s
                        ^[?7h^[J""");
    }

    @Test
    void drawsNoMoreThanTenTimesASecond() {
        view.dropped("incoming/a.csv", 48);
        written.reset();

        view.dropped("incoming/b.csv", 48);
        clock.advance(Duration.ofMillis(99));
        view.tick();

        assertThat(written()).isEmpty();

        clock.advance(Duration.ofMillis(1));
        view.tick();

        assertThat(written()).contains("uploaded    incoming/b.csv").contains("2 uploads");
    }

    @Test
    void leavesTheSummaryWhereTheTableWas() {
        view.dropped("incoming/a.csv", 48);
        written.reset();

        view.finished(Samples.report(List.of(), 0));

        assertThat(written())
                .startsWith("^[2A\r^[K")
                .contains("0 uploads of 0 bytes")
                .endsWith("^[?7l^[?7h^[J");
    }

    @Test
    void givesTheCursorBackOnce() {
        assertThat(written()).isEqualTo("^[?25l");
        written.reset();

        view.close();
        view.close();

        assertThat(written()).isEqualTo("^[?25h");
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8).replace("\u001b[", "^[");
    }
}

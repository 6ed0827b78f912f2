package io.spillway.local.cli;

import io.spillway.local.view.Samples;
import io.spillway.local.view.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** A command line whose output is kept, and that starts {@link FakeRun}s. */
final class TestConsole {

    final FakeRun run = new FakeRun();
    final Map<String, String> environment = new HashMap<>();
    Clock clock = Samples.clockAtNoon();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /**
     * @return the exit status
     */
    int spillway(Object... args) {
        var words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var console =
                new Console(
                        stream,
                        stream,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Style.PLAIN,
                        Style.PLAIN,
                        false,
                        environment,
                        clock);
        return new Main(console, run).execute(words);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}

package io.spillway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class InterruptionTest {

    /** Signal 2 in a mask that starts with signal 1. */
    private static final long SIGINT_BIT = 1 << 1;

    /** A command that waits until it is interrupted and then needs a moment for its summary. */
    static final class Waiting {
        public static void main(String[] args) {
            var interruption = Interruption.install();
            try {
                System.out.println("ready");
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                System.out.println("summary");
            }
            interruption.end(Integer.parseInt(args[0]));
        }
    }

    /** A command that is done by itself. */
    static final class Done {
        public static void main(String[] args) {
            Interruption.install().end(Integer.parseInt(args[0]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void letsTheCommandFinishInItsOwnWay(String signal) throws Exception {
        assumeFalse(
                signal.equals("INT") && isInterruptIgnored(),
                "SIGINT is ignored here, as in what a shell starts in the background; children inherit that.");
        var process = start(Waiting.class, 3);
        try (var lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");

            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();

            assertThat(lines.readLine()).isEqualTo("summary");
            assertThat(exitStatus(process)).isEqualTo(3);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsTheProcessWithTheStatusOfTheCommand() throws Exception {
        assertThat(exitStatus(start(Done.class, 5))).isEqualTo(5);
    }

    /** Where there is no /proc to tell, it is taken to be as it should. */
    private static boolean isInterruptIgnored() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .anyMatch(ignored -> (ignored & SIGINT_BIT) != 0);
        }
    }

    private static Process start(Class<?> main, int status) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        Integer.toString(status))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int exitStatus(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}

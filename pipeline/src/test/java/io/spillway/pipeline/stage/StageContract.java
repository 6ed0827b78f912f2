package io.spillway.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spillway.pipeline.store.StoreException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Stage} must do. One subclass per stage, public and with a public constructor
 * without parameters, since one promise is tried in a process of its own.
 */
public abstract class StageContract {

    /** Most that a stage may read on once it was asked to stop, in bytes. */
    private static final long PROMPTLY = 1 << 20;

    private static final int INTERRUPTIONS = 12;

    private static final StoreException LOST =
            new StoreException.Transient("Lost the connection.", null);

    protected abstract StageType type();

    /** Settings other than the defaults. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    /** A fresh attempt on a good input of at least 2 MiB that gives at least 1 MiB of outputs. */
    protected abstract TestWork sample() throws Exception;

    /**
     * An attempt that reads or writes at least 128 MiB without the test keeping them. Runs with a
     * heap of {@link #heapMib}.
     */
    protected abstract TestWork huge() throws Exception;

    protected int heapMib() {
        return 48;
    }

    /** A fresh stage. */
    protected final Stage stage() {
        return type().create(StageSettings.of(type(), settings()));
    }

    @Test
    void leavesTheSameOutputsWhenRunTwice() throws Exception {
        var first = sample();
        var second = sample();
        var stage = stage();

        stage.run(first);
        stage.run(second);

        assertThat(first.bytesWritten()).isPositive();
        assertThat(second.digests()).containsExactlyEntriesOf(first.digests());
        assertThat(second.writtenTypes()).isEqualTo(first.writtenTypes());
    }

    @Test
    void leavesNothingOpen() throws Exception {
        var work = sample();

        stage().run(work);

        assertThat(work.leftOpen()).isEmpty();
    }

    @Test
    void reportsProgressUpToTheEnd() throws Exception {
        var work = sample();

        stage().run(work);

        assertThat(work.reported()).hasSizeGreaterThan(2).isSorted();
    }

    @Test
    void stopsPromptlyWhenAsked() throws Exception {
        var work = sample().stopAtRead(300_000);

        assertThatThrownBy(() -> stage().run(work)).isInstanceOf(InterruptedException.class);

        assertThat(work.bytesRead()).isLessThan(300_000 + PROMPTLY);
        assertThat(work.leftOpen()).isEmpty();
    }

    /** Whether the stage says, on the sample, how far it came. */
    protected boolean hasCheckpoints() {
        return false;
    }

    @Test
    void leavesTheSameOutputsHoweverOftenItIsInterrupted() throws Exception {
        var whole = sample();
        stage().run(whole);
        for (var step = 1; step <= INTERRUPTIONS; step++) {
            var stopped = sample();
            var share = (double) step / (INTERRUPTIONS + 1);
            stopped.failWriteAfter((long) (whole.bytesWritten() * share), LOST);
            assertThatThrownBy(() -> stage().run(stopped)).isSameAs(LOST);
            var again = sample().goOnFrom(stopped);
            again.failWriteAfter((long) (whole.bytesWritten() * share), LOST);
            catchThrowable(() -> stage().run(again));
            var last = sample().goOnFrom(again);
            stage().run(last);

            assertThat(last.digests()).as("stopped at %s", share).isEqualTo(whole.digests());
            assertThat(last.writtenTypes()).isEqualTo(whole.writtenTypes());
            if (hasCheckpoints() && stopped.hasCheckpoint()) {
                assertThat(last.bytesWritten()).isLessThan(whole.bytesWritten());
            }
        }
        assertThat(hasCheckpoints()).isEqualTo(whole.hasCheckpoint());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.5, 0.999})
    void passesFailuresOfReadsOnUntouched(double share) throws Exception {
        var failure = new StoreException.Transient("Lost the connection.", null);
        var work = sample();
        work.failReadAfter((long) (work.input().size() * share), failure);

        assertThatThrownBy(() -> stage().run(work)).isSameAs(failure);

        assertThat(work.leftOpen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.999})
    void passesFailuresOfWritesOnUntouched(double share) throws Exception {
        var failure = new StoreException.Permanent("May not write.", null);
        var whole = sample();
        stage().run(whole);
        var work = sample().failWriteAfter((long) (whole.bytesWritten() * share), failure);

        assertThatThrownBy(() -> stage().run(work)).isSameAs(failure);

        assertThat(work.leftOpen()).isEmpty();
    }

    @Test
    void needsNoMoreMemoryForAHugeInput() throws Exception {
        var process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx" + heapMib() + "m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StageInSmallHeap.class.getName(),
                                getClass().getName())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).startsWith("Moved ");
        assertThat(process.exitValue()).isZero();
    }
}

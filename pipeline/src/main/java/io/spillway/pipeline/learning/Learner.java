package io.spillway.pipeline.learning;

import io.spillway.pipeline.learning.RateStore.Snapshot;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * One environment's part in learning: what it knows of the rates, and what it has seen that isn't
 * saved yet.
 *
 * <p>Safe for many threads. Nothing here ever fails a caller: what can't be read or saved now is
 * left for the next time, and what dies with the environment is a few samples.
 */
public final class Learner {

    /** How long what was read counts as new. */
    static final Duration FRESH = Duration.ofSeconds(60);

    /**
     * How far snapshots are apart at least, over all environments, so that a busy pipeline makes
     * 2,880 a day at most.
     */
    static final Duration BETWEEN_SNAPSHOTS = Duration.ofSeconds(30);

    /** More in 30 seconds teach nothing that these don't. */
    static final int MOST_SAMPLES = 1_000;

    private static final Logger LOG = System.getLogger(Learner.class.getName());

    private final RateStore store;
    private final Function<RateKey, OptionalLong> builtIn;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private final List<Sample> samples = new ArrayList<>();
    private volatile Known known = new Known(Rates.NONE, Instant.MIN);
    private volatile Instant saved = Instant.MIN;

    private record Known(Rates rates, Instant asked) {}

    /**
     * @param builtIn the rates measured before; empty for what has none
     */
    public Learner(RateStore store, Function<RateKey, OptionalLong> builtIn, Clock clock) {
        this.store = store;
        this.builtIn = builtIn;
        this.clock = clock;
    }

    /** What is known without asking anybody. */
    public Rates known() {
        return known.rates();
    }

    /** What is known, asked anew if it is older than a minute: two requests then, else none. */
    public Rates fresh() {
        if (isFresh()) {
            return known.rates();
        }
        asking.lock();
        try {
            if (!isFresh()) {
                known = new Known(read(), clock.instant());
            }
            return known.rates();
        } finally {
            asking.unlock();
        }
    }

    private boolean isFresh() {
        return !isOver(known.asked(), FRESH);
    }

    /** Whether a time has passed; a moment in the future was told by another clock and is over. */
    private boolean isOver(Instant since, Duration time) {
        var now = clock.instant();
        return since.equals(Instant.MIN) || now.isBefore(since) || !now.isBefore(since.plus(time));
    }

    private Rates read() {
        try {
            return store.newest().rates();
        } catch (IOException e) {
            LOG.log(
                    Level.INFO,
                    "Learned rates can not be read now, those known before are used: {0}",
                    e.getMessage());
            return known.rates();
        }
    }

    /** Remembers a sample until the next {@link #save}. */
    public void add(Sample sample) {
        synchronized (samples) {
            if (samples.size() < MOST_SAMPLES) {
                samples.add(sample);
            }
        }
    }

    /**
     * Saves what was added, at most every 30 s: a listing, a read and a write then, else nothing.
     * For the end of an invocation, when nobody waits.
     */
    public void save() {
        if (isOver(saved, BETWEEN_SNAPSHOTS)) {
            save(BETWEEN_SNAPSHOTS);
        }
    }

    /** Saves what was added, whenever that was done last. For the end of an environment. */
    public void saveNow() {
        save(Duration.ZERO);
    }

    private void save(Duration between) {
        var waiting = waiting();
        if (waiting.isEmpty() || !asking.tryLock()) {
            return;
        }
        try {
            saved = clock.instant();
            save(waiting, between);
        } catch (IOException e) {
            LOG.log(
                    Level.INFO,
                    "Learned rates can not be saved now: {0} The next invocation tries again.",
                    e.getMessage());
        } finally {
            asking.unlock();
        }
    }

    private List<Sample> waiting() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    private void save(List<Sample> waiting, Duration between) throws IOException {
        var newest = store.newest();
        known = new Known(newest.rates(), clock.instant());
        if (!isOver(newest.at(), between)) {
            return;
        }
        var next =
                new Snapshot(
                        newest.number() + 1, clock.instant(), newest.rates().and(waiting, builtIn));
        if (store.append(next)) {
            known = new Known(next.rates(), clock.instant());
            synchronized (samples) {
                samples.subList(0, waiting.size()).clear();
            }
        }
    }
}

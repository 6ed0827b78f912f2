package io.spillway.pipeline.attempt;

import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.job.ForwardingJobs;
import io.spillway.pipeline.job.JobRefused;
import io.spillway.pipeline.job.JobRequest;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.memory.ForwardingStore;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.PendingUpload;
import io.spillway.pipeline.store.UploadWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the program at a chosen effect on the outside world: just before it, or just after, when it
 * has happened and nobody knows.
 */
public final class Crashes {

    /** The end of the program. No code catches it, as no code runs after a {@code kill -9}. */
    public static final class Crash extends Error {
        Crash(String where) {
            super(where);
        }
    }

    private final int at;
    private final boolean after;
    private final AtomicInteger effects = new AtomicInteger();

    /**
     * @param at number of the effect, from 1; 0 for never
     */
    public Crashes(int at, boolean after) {
        this.at = at;
        this.after = after;
    }

    /** Does something of which one effect crashes, and says whether it got that far. */
    @FunctionalInterface
    public interface Trial {
        boolean crashesAt(int effect) throws IOException;
    }

    /** Tries with a crash at each effect in turn; returns how many there were. */
    public static int everywhere(Trial trial) throws IOException {
        var crashes = 0;
        while (trial.crashesAt(crashes + 1)) {
            crashes++;
        }
        return crashes;
    }

    /** Effects so far. */
    public int effects() {
        return effects.get();
    }

    private interface Effect<T> {
        T happen() throws IOException;
    }

    private <T> T effect(String name, Effect<T> effect) throws IOException {
        var number = effects.incrementAndGet();
        if (at != 0 && (number > at || number == at && !after)) {
            throw new Crash("before effect " + at + ", " + name);
        }
        var result = effect.happen();
        if (number == at) {
            throw new Crash("after effect " + at + ", " + name);
        }
        return result;
    }

    public Ledger of(Ledger ledger) {
        return new Ledger() {
            @Override
            public Optional<Entry> newest(String workItemId) throws IOException {
                return ledger.newest(workItemId);
            }

            @Override
            public List<Entry> history(String workItemId) throws IOException {
                return ledger.history(workItemId);
            }

            @Override
            public boolean append(Entry entry) throws IOException {
                return effect("append " + entry.state().word(), () -> ledger.append(entry));
            }
        };
    }

    public Jobs of(Jobs jobs) {
        return new ForwardingJobs(jobs) {
            @Override
            public String submit(JobRequest request) throws JobRefused, IOException {
                var refused = new JobRefused[1];
                var id =
                        effect(
                                "submit",
                                () -> {
                                    try {
                                        return jobs.submit(request);
                                    } catch (JobRefused e) {
                                        refused[0] = e;
                                        return "";
                                    }
                                });
                if (refused[0] != null) {
                    throw refused[0];
                }
                return id;
            }
        };
    }

    public Events of(Events events) {
        return published ->
                effect(
                        "publish",
                        () -> {
                            events.publish(published);
                            return null;
                        });
    }

    public ObjectStore of(ObjectStore store) {
        return new ForwardingStore(store) {
            @Override
            public boolean putIfAbsent(ObjectLocation location, byte[] content, String contentType)
                    throws IOException {
                return effect("put", () -> super.putIfAbsent(location, content, contentType));
            }

            @Override
            public UploadWriter startUpload(
                    ObjectLocation location, String contentType, Map<String, String> metadata)
                    throws IOException {
                return effect("upload", () -> super.startUpload(location, contentType, metadata));
            }

            @Override
            public UploadWriter resumeUpload(PendingUpload left) throws IOException {
                return effect("resume", () -> super.resumeUpload(left));
            }

            @Override
            public ObjectVersion complete(PendingUpload upload) throws IOException {
                return effect("complete", () -> super.complete(upload));
            }

            @Override
            public void abort(PendingUpload upload) throws IOException {
                effect(
                        "abort",
                        () -> {
                            super.abort(upload);
                            return null;
                        });
            }
        };
    }
}

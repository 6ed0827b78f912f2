package io.spillway.local.page;

import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the page can be asked while its state directory may change. Safe for use by many threads.
 */
final class LivePage implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LivePage.class.getName());

    private static final long BETWEEN_READS_MILLIS = 200;

    /** Rows in one message: 2,000 take about 400 KB. */
    private static final int MOST_ROWS = 2_000;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}(-r[1-9]\\d{0,5})?");

    private final PageSubject subject;
    private final Optional<Replays> replays;
    private final String start;
    private final StateReader reader;
    private final Path state;
    private final Thread reading;
    private volatile boolean closing;

    /**
     * How far somebody has seen the model. The start of the program and the generation tell models
     * apart.
     */
    record Seen(String start, int generation, long change) {

        static final Seen NOTHING = new Seen("", 0, 0);

        /** As it stands in an event's id; {@link #NOTHING} for whatever isn't one. */
        static Seen parse(String text) {
            var parts = text.split("\\.", -1);
            try {
                return parts.length == 3
                        ? new Seen(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]))
                        : NOTHING;
            } catch (NumberFormatException _) {
                return NOTHING;
            }
        }

        @Override
        public String toString() {
            return "%s.%d.%d".formatted(start, generation, change);
        }
    }

    /**
     * What is new.
     *
     * @param isAll whether there is no more for now
     */
    record News(Seen seen, JsonObject message, boolean isAll) {}

    /**
     * Reads what there is, then goes on reading.
     *
     * @param start tells this start of the program from others
     */
    LivePage(PageSubject subject, Optional<Replays> replays, String start) throws IOException {
        this.subject = subject;
        this.replays = replays;
        this.start = start;
        this.state = subject.state();
        this.reader = new StateReader(subject.definition(), state);
        reader.read();
        reading = Thread.ofPlatform().daemon().name("page").start(this::keepReading);
    }

    private void keepReading() {
        while (!closing) {
            try {
                Thread.sleep(BETWEEN_READS_MILLIS);
                synchronized (this) {
                    if (reader.read()) {
                        notifyAll();
                    }
                }
            } catch (InterruptedException _) {
                return;
            } catch (IOException | IllegalArgumentException e) {
                LOG.log(Level.WARNING, "The page stands still for now: {0}", e.getMessage());
            }
        }
    }

    /** What the page is about, for its head. */
    JsonObject run() {
        return JsonObject.of()
                .put("pipeline", subject.definition().name())
                .put("directory", subject.directory().toString())
                .put("state", state.toString())
                .put("live", true)
                .put("replay", replays.isPresent())
                .build();
    }

    /**
     * What somebody hasn't seen yet; waits for it for a while.
     *
     * @return empty if nothing happened for so long
     */
    synchronized Optional<News> news(Seen seen, long millis) throws InterruptedException {
        if (isUpToDate(seen)) {
            wait(millis);
        }
        return isUpToDate(seen) ? Optional.empty() : Optional.of(newsAfter(seen));
    }

    private boolean isUpToDate(Seen seen) {
        return isOfThisModel(seen) && seen.change() >= reader.model().changes();
    }

    private boolean isOfThisModel(Seen seen) {
        return seen.start().equals(start) && seen.generation() == reader.generation();
    }

    private News newsAfter(Seen seen) {
        var model = reader.model();
        var isKnown = isOfThisModel(seen);
        var changed =
                model.changedAfter(isKnown ? seen.change() : 0).stream().limit(MOST_ROWS).toList();
        var isAll = changed.size() < MOST_ROWS;
        var upTo = isAll ? model.changes() : changed.getLast().change();
        var message = JsonObject.of().put("rows", ModelJson.rows(changed));
        if (!isKnown) {
            message.put("run", run());
        }
        if (isAll || !isKnown) {
            message.put("overview", ModelJson.overview(model));
        }
        return new News(
                new Seen(start, reader.generation(), upTo),
                message.put("all", isAll).build(),
                isAll);
    }

    /** Everything that is told of an upload; empty for an id that no upload has. */
    Optional<JsonObject> upload(String id) throws IOException {
        var found = story(id);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.get().story().toJson(found.get().upload()));
    }

    private record Found(PageUpload upload, UploadStory story) {}

    private Optional<Found> story(String id) throws IOException {
        PageUpload upload;
        long[] offsets;
        synchronized (this) {
            var known = reader.model().upload(id);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            upload = known.get();
            offsets = upload.offsets();
        }
        return Optional.of(new Found(upload, Stories.read(state, offsets)));
    }

    /** The ledger's entries of a work item; empty for what is no id. */
    Optional<JsonObject> receipt(String item) throws IOException {
        return ID.matcher(item).matches()
                ? Optional.of(ReceiptJson.of(new KeptLedger(state).history(item)))
                : Optional.empty();
    }

    /**
     * Has a work item run again.
     *
     * @return what was done; empty if nobody here can, or it is no id
     */
    Optional<String> replay(String item) throws Replays.Refused, IOException {
        return replays.isPresent() && ID.matcher(item).matches()
                ? Optional.of(replays.get().replay(item))
                : Optional.empty();
    }

    /** Wakes up whoever waits. A second call does nothing. */
    @Override
    public void close() {
        closing = true;
        reading.interrupt();
        synchronized (this) {
            notifyAll();
        }
    }
}

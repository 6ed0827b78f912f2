package io.spillway.local.run;

import io.spillway.local.view.RunView;
import io.spillway.pipeline.event.CloudEvent;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.store.ObjectGone;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * What goes on while a run goes on: files are dropped, events are taken and shown, outputs are
 * copied.
 */
final class RunLoop implements AutoCloseable {

    private static final long BETWEEN_LOOKS_MILLIS = 250;

    private final Preparation preparation;
    private final DropFolder folder;
    private final EventFeed feed;
    private final OutputFolder outputs;
    private final ObjectStore store;
    private final RunView view;
    private final BooleanSupplier quiet;
    private final AtomicReference<Exception> trouble = new AtomicReference<>();
    private volatile boolean allDropped;
    private volatile boolean closing;
    private Thread dropping;
    private Thread listening;

    RunLoop(
            Preparation preparation,
            DropFolder folder,
            EventFeed feed,
            OutputFolder outputs,
            ObjectStore store,
            RunView view,
            BooleanSupplier quiet) {
        this.preparation = preparation;
        this.folder = folder;
        this.feed = feed;
        this.outputs = outputs;
        this.store = store;
        this.view = view;
        this.quiet = quiet;
    }

    void start() {
        dropping = Thread.ofPlatform().daemon().name("drop-folder").start(() -> repeat(this::drop));
        listening =
                Thread.ofPlatform().daemon().name("event-feed").start(() -> repeat(this::listen));
    }

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    private void repeat(Step step) {
        while (!closing) {
            try {
                step.take();
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                // Told to whoever waits for the run, unless the run is ending and its services with
                // it.
                if (!closing) {
                    trouble.compareAndSet(null, e);
                    return;
                }
            }
        }
    }

    private void drop() throws IOException, InterruptedException {
        allDropped =
                folder.look(
                        file -> {
                            synchronized (view) {
                                view.dropped(file.key(), file.bytes());
                            }
                        });
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }

    private void listen() throws IOException {
        feed.poll(this::happened);
    }

    private void happened(CloudEvent told) {
        switch (told) {
            case PhaseEvent event -> happened(event);
            case Notice notice -> {
                synchronized (view) {
                    view.noticed(notice);
                }
            }
        }
    }

    private void happened(PhaseEvent event) {
        if (event.happening() instanceof PhaseEvent.Happening.Succeeded(var results, var _)) {
            try {
                for (var output : all(results)) {
                    copy(output);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        synchronized (view) {
            view.happened(event);
        }
    }

    private void copy(ObjectVersion output) throws IOException {
        try {
            outputs.copy(output);
        } catch (ObjectGone e) {
            // Somebody deleted this version since: there is nothing left to copy.
            return;
        }
    }

    private List<ObjectVersion> all(Results results) throws IOException {
        if (results.manifest().isEmpty()) {
            return results.listed();
        }
        var manifest = store.get(results.manifest().get()).orElseThrow();
        return Json.readObject(manifest).objects("outputs").stream()
                .map(ObjectVersion::fromJson)
                .toList();
    }

    /** Waits until everything was dropped and nothing has moved for two looks. */
    void untilIdle() throws InterruptedException, IOException {
        preparation.await();
        allDropped = false;
        var quietLooks = 0;
        while (quietLooks < 2) {
            pause();
            quietLooks = allDropped && quiet.getAsBoolean() ? quietLooks + 1 : 0;
        }
    }

    void untilInterrupted() throws InterruptedException, IOException {
        while (true) {
            pause();
        }
    }

    private void pause() throws InterruptedException, IOException {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
        synchronized (view) {
            view.tick();
        }
        switch (trouble.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Exception e -> throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        preparation.close();
        dropping.interrupt();
        try {
            dropping.join();
            listening.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        feed.close();
    }
}

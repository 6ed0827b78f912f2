package io.spillway.local.page;

import io.spillway.local.view.EndingWord;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.event.PhaseEvent.Happening;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Replays;
import io.spillway.pipeline.work.Upload;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the page shows of a run, from arrivals and events in whatever order they come. Each upload
 * remembers in which change it was last touched, so that who has seen the model up to some change
 * can be told the rest. For one thread at a time.
 */
final class PageModel {

    private final int mostUploads;
    private final String pipeline;
    private final LinkedHashMap<String, PageUpload> uploads = new LinkedHashMap<>();
    private final TreeMap<Long, PageUpload> byChange = new TreeMap<>();
    private final Map<String, PhaseCount> phases = new LinkedHashMap<>();
    private final FailureGroups failures = new FailureGroups();
    private final Throughput throughput = new Throughput();
    private final Notices notices = new Notices();
    private final int[] uploadsBy = new int[PageUpload.Status.values().length];
    private long uploadedBytes;
    private long heardOf;
    private long changes;

    /**
     * @param mostUploads that are shown; beyond them the oldest is dropped
     */
    PageModel(String pipeline, int mostUploads) {
        this.pipeline = pipeline;
        this.mostUploads = mostUploads;
    }

    String pipeline() {
        return pipeline;
    }

    /** A phase of the definition, whether anything has come to it or not. */
    void hasPhase(String name, Collection<String> after) {
        var phase = phase(name);
        after.forEach(phase::comesAfter);
    }

    /** An object landed in the drop bucket. */
    void arrived(ObjectVersion object, Instant at) {
        var revision = object.versionId().orElse(object.etag());
        var upload = upload(Upload.of(pipeline, object, revision).id(), object, at);
        changing(upload, () -> upload.arrived(at));
    }

    /**
     * An event was told.
     *
     * @param offset where it starts in the file of events
     */
    void happened(PhaseEvent event, long offset) {
        var item = event.item();
        var upload = upload(item.upload().id(), item.upload().object(), event.time());
        changing(
                upload,
                () -> {
                    upload.heard(offset, item.phase(), event.route().word(), event.time());
                    moveOn(upload, event);
                });
    }

    /**
     * A person was told of an object. One whose upload isn't known is kept beside the uploads: an
     * upload whose event never came has no other trace.
     */
    void noticed(Notice notice) {
        var upload = ofNotice(notice);
        notices.add(notice, upload.map(PageUpload::id));
        upload.ifPresentOrElse(
                known -> changing(known, () -> known.noticed(notice)), () -> changes++);
    }

    /** The newest upload of that key, or the one whose work item it is. */
    private Optional<PageUpload> ofNotice(Notice notice) {
        return uploads.reversed().values().stream()
                .filter(
                        upload ->
                                upload.object().location().equals(notice.input())
                                        || notice.item().flatMap(upload::stand).isPresent())
                .findFirst();
    }

    private void moveOn(PageUpload upload, PhaseEvent event) {
        var item = event.item();
        var before = upload.stand(item.id());
        if (before.isPresent() && !isNews(upload, before.get(), event)) {
            return;
        }
        var phase = phase(item.phase());
        phase.comesAfter(predecessor(item.passed()));
        var after = standAfter(event);
        before.ifPresentOrElse(
                stand -> phase.add(stand, -1), () -> phase.routed(event.route().word(), 1));
        if (before.isPresent() && before.get() instanceof ItemStand.Ended) {
            failures.mended(Replays.original(item.id()));
        }
        phase.add(after, 1);
        upload.stands(item.id(), after);
        ended(event, phase);
    }

    /** What is told late of a work item that has ended, or is done once more, says nothing new. */
    private static boolean isNews(PageUpload upload, ItemStand before, PhaseEvent event) {
        var id = event.item().id();
        var repetitions = Replays.number(id) - upload.repetition(id);
        if (repetitions != 0) {
            return repetitions > 0;
        }
        return switch (before) {
            case ItemStand.Waiting _, ItemStand.Running _ ->
                    !(event.happening() instanceof Happening.Routed);
            case ItemStand.Ended(var _, var at) -> event.time().isAfter(at);
        };
    }

    private static String predecessor(List<String> passed) {
        return passed.isEmpty() ? PhaseCount.UPLOAD : passed.getLast().replaceFirst("^.*/", "");
    }

    private static ItemStand standAfter(PhaseEvent event) {
        return switch (event.happening()) {
            case Happening.Routed _ -> new ItemStand.Waiting();
            case Happening.Started _, Happening.Progressed _ -> new ItemStand.Running();
            case Happening.Succeeded _, Happening.Failed _, Happening.Skipped _ ->
                    new ItemStand.Ended(
                            EndingWord.of(event.happening()).orElseThrow(), event.time());
        };
    }

    private void ended(PhaseEvent event, PhaseCount phase) {
        var item = event.item();
        switch (event.happening()) {
            case Happening.Routed _, Happening.Started _, Happening.Progressed _ -> {}
            case Happening.Succeeded(var _, var usage) -> {
                phase.used(usage.took(), usage.bytesRead(), usage.bytesWritten());
                throughput.ended(event.time(), true);
            }
            case Happening.Failed(var failure, var _) -> {
                failures.failed(
                        Replays.original(item.id()),
                        item.upload().id(),
                        item.phase(),
                        failure,
                        event.time());
                throughput.ended(event.time(), false);
            }
            case Happening.Skipped _ -> throughput.ended(event.time(), true);
        }
    }

    private PhaseCount phase(String name) {
        return phases.computeIfAbsent(name, PhaseCount::new);
    }

    private PageUpload upload(String id, ObjectVersion object, Instant at) {
        var known = uploads.get(id);
        if (known != null) {
            return known;
        }
        if (uploads.size() >= mostUploads) {
            forgetOldest();
        }
        var upload = new PageUpload(heardOf++, id, object, at);
        uploads.put(id, upload);
        uploadsBy[upload.status().ordinal()]++;
        uploadedBytes += object.size();
        return upload;
    }

    /** Its numbers stay in all counts. */
    private void forgetOldest() {
        var oldest = uploads.pollFirstEntry().getValue();
        byChange.remove(oldest.change());
    }

    private void changing(PageUpload upload, Runnable change) {
        uploadsBy[upload.status().ordinal()]--;
        change.run();
        uploadsBy[upload.status().ordinal()]++;
        byChange.remove(upload.change());
        upload.changedIn(++changes);
        byChange.put(changes, upload);
    }

    /** The number of the newest change; 0 before the first. */
    long changes() {
        return changes;
    }

    /** Uploads that took part in a change after this one, by their newest change. */
    Collection<PageUpload> changedAfter(long change) {
        return byChange.tailMap(change, false).values();
    }

    Optional<PageUpload> upload(String id) {
        return Optional.ofNullable(uploads.get(id));
    }

    /** Those that are shown, oldest first. */
    Collection<PageUpload> uploads() {
        return uploads.values();
    }

    /** All that were ever heard of. */
    long uploadCount() {
        return heardOf;
    }

    long uploadedBytes() {
        return uploadedBytes;
    }

    /** Where those shown begin, in the order in which they were first heard of. */
    long firstShown() {
        return uploads.isEmpty() ? heardOf : uploads.firstEntry().getValue().order();
    }

    int uploads(PageUpload.Status status) {
        return uploadsBy[status.ordinal()];
    }

    Collection<PhaseCount> phases() {
        return phases.values();
    }

    FailureGroups failures() {
        return failures;
    }

    Notices notices() {
        return notices;
    }

    Throughput.Spans throughput() {
        return throughput.spans();
    }
}

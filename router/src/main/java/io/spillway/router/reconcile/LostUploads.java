package io.spillway.router.reconcile;

import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.definition.Phase;
import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.store.VersionPage;
import io.spillway.pipeline.work.WorkItem;
import io.spillway.router.Handled;
import io.spillway.router.IntakeQueue;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.Pass;
import io.spillway.router.intake.ReconcileMessages;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes up uploads whose event never came: lists the drop bucket, asks the ledger about each
 * version that is old enough and was not looked at before, and tells the router of those that it
 * doesn't know.
 *
 * <p>The whole bucket is listed each time, a thousand versions to a request, since S3 lists by key
 * and not by time; the ledger is asked once or twice about each version in its life. What is done
 * twice here is harmless: the ledger takes a work item once.
 */
final class LostUploads {

    private static final Logger LOG = System.getLogger(LostUploads.class.getName());

    /** Requests for a part of the listing in one invocation; then a message asks for the rest. */
    private static final int PARTS_PER_INVOCATION = 5;

    /** Left for the rest of the invocation when another part is begun. */
    private static final Duration RESERVE = Duration.ofSeconds(30);

    /**
     * How long ago an upload in parts may have begun that ends only now: S3 tells its beginning.
     * Within this time it is asked about in each pass.
     */
    private static final Duration LONGEST_UPLOAD = Duration.ofDays(1);

    private final PipelineDefinition definition;
    private final ObjectStore store;
    private final Ledger ledger;
    private final Events events;
    private final IntakeQueue queue;
    private final Passes passes;
    private final Clock clock;

    /**
     * @param workBucket keeps which passes there were
     * @param queue that the router is told of uploads by
     */
    LostUploads(
            PipelineDefinition definition,
            ObjectStore store,
            Ledger ledger,
            Events events,
            IntakeQueue queue,
            String workBucket,
            Clock clock) {
        this.definition = definition;
        this.store = store;
        this.ledger = ledger;
        this.events = events;
        this.queue = queue;
        this.passes = new Passes(store, workBucket);
        this.clock = clock;
    }

    /** Begins a pass, unless another one is under way. */
    Optional<Pass> begin(IntakeMessage.Reconcile asked) throws IOException {
        return passes.begin(asked.bucket(), asked.at(), asked.quiet());
    }

    /**
     * Looks at the first part of a pass.
     *
     * @param deadline of the invocation
     */
    Handled start(Pass pass, Instant deadline) throws IOException {
        return goOn(pass, Optional.empty(), deadline);
    }

    /**
     * Goes on with a pass.
     *
     * @param deadline of the invocation
     */
    Handled goOn(IntakeMessage.ReconcilePart part, Instant deadline) throws IOException {
        return goOn(part.pass(), Optional.of(part.after()), deadline);
    }

    private Handled goOn(Pass pass, Optional<VersionPage.Marker> after, Instant deadline)
            throws IOException {
        var reached = after;
        for (int part = 0; part < PARTS_PER_INVOCATION; part++) {
            var page = store.versions(pass.bucket(), "", reached);
            takeUp(lost(page, pass), pass);
            reached = page.next();
            if (reached.isEmpty()) {
                passes.end(pass);
                return Handled.DONE;
            }
            if (clock.instant().isAfter(deadline.minus(RESERVE))) {
                break;
            }
        }
        queue.send(List.of(ReconcileMessages.part(pass, reached.get())));
        return Handled.DONE;
    }

    private List<VersionPage.Listed> lost(VersionPage page, Pass pass) throws IOException {
        var due = page.versions().stream().filter(listed -> isDue(listed, pass)).toList();
        return Parallel.map(
                        due,
                        listed ->
                                isKnown(listed.version())
                                        ? Optional.<VersionPage.Listed>empty()
                                        : Optional.of(listed))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Without a version id the ledger may know the upload by what only its event told. */
    private static boolean isDue(VersionPage.Listed listed, Pass pass) {
        var earliest =
                isInParts(listed.version()) ? pass.from().minus(LONGEST_UPLOAD) : pass.from();
        return listed.version().versionId().isPresent()
                && !listed.lastModified().isBefore(earliest)
                && listed.lastModified().isBefore(pass.until());
    }

    /**
     * Source: Amazon S3 User Guide, "Checking object integrity": the ETag ends with their number.
     */
    private static boolean isInParts(ObjectVersion version) {
        return version.etag().contains("-");
    }

    private boolean isKnown(ObjectVersion version) throws IOException {
        var wanted =
                definition.onUpload().stream()
                        .filter(phase -> phase.match().wantsKey(version.key()))
                        .map(Phase::name);
        var revision = version.versionId().orElseThrow();
        for (var phase : Stream.concat(wanted, Stream.of(WorkItem.INTAKE)).toList()) {
            if (ledger.isKnown(WorkItem.idOf(definition.name(), phase, version, revision))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Told first: if that fails, the upload is still found missing when the message comes again.
     */
    private void takeUp(List<VersionPage.Listed> lost, Pass pass) throws IOException {
        if (lost.isEmpty()) {
            return;
        }
        LOG.log(Level.WARNING, "Uploads taken up whose event had not come: {0}", lost.size());
        events.publish(lost.stream().map(listed -> notice(listed, pass)).toList());
        queue.send(
                lost.stream()
                        .map(VersionPage.Listed::version)
                        .map(ReconcileMessages::upload)
                        .toList());
    }

    private Notice notice(VersionPage.Listed lost, Pass pass) {
        var version = lost.version();
        return Notice.of(
                clock.instant(),
                new Notice.About(
                        definition.name(), version.location(), Optional.empty(), Optional.empty()),
                Notice.Status.RECOVERED,
                "upload " + version.versionId().orElseThrow(),
                "The event of its upload had not come %s after it. It was found by listing the bucket, and is taken up now."
                        .formatted(
                                Durations.format(Duration.between(lost.lastModified(), pass.at()))),
                "Nothing has to be done. If it happens again, see whether the bucket's notification, the topic and the queue's policy are as deployed.");
    }
}

package io.spillway.router.reconcile;

import io.spillway.pipeline.definition.PipelineDefinition;
import io.spillway.pipeline.event.Events;
import io.spillway.pipeline.job.Jobs;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.router.DeadLetterQueue;
import io.spillway.router.Handled;
import io.spillway.router.IntakeQueue;
import io.spillway.router.Settings;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.ReconcileMessages;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares, whenever the schedule asks, what there is with what the ledger knows: uploads, ends of
 * jobs, jobs that wait, messages that were given up.
 *
 * <p>Each is asked for by a message of its own, so that what fails keeps nothing else from being
 * found.
 */
public final class Reconciler {

    private final Settings settings;
    private final IntakeQueue queue;
    private final LostUploads lostUploads;
    private final UnheardEnds unheardEnds;
    private final StuckJobs stuckJobs;
    private final GivenUp givenUp;

    /**
     * What it reaches the world through.
     *
     * @param intake that the router asks itself to go on by
     */
    public record Seams(
            ObjectStore store,
            Ledger ledger,
            Events events,
            Jobs jobs,
            JobsLeft ends,
            IntakeQueue intake,
            List<DeadLetterQueue> deadLetters) {}

    public Reconciler(PipelineDefinition definition, Settings settings, Seams seams, Clock clock) {
        this.settings = settings;
        this.queue = seams.intake();
        var told = new ToldNotices(seams.store(), settings.places().workBucket(), seams.events());
        this.lostUploads =
                new LostUploads(
                        definition,
                        seams.store(),
                        seams.ledger(),
                        seams.events(),
                        seams.intake(),
                        settings.places().workBucket(),
                        clock);
        this.unheardEnds =
                new UnheardEnds(
                        definition,
                        seams.jobs(),
                        seams.ends(),
                        seams.events(),
                        seams.intake(),
                        clock);
        this.stuckJobs =
                new StuckJobs(settings, seams.store(), seams.ledger(), seams.jobs(), told, clock);
        this.givenUp =
                new GivenUp(definition.name(), seams.deadLetters(), seams.ledger(), told, clock);
    }

    /**
     * @param deadline of the invocation
     */
    public Handled handle(IntakeMessage.Reconciling message, Instant deadline) throws IOException {
        return switch (message) {
            case IntakeMessage.Reconcile asked -> start(asked, deadline);
            case IntakeMessage.ReconcilePart part -> lostUploads.goOn(part, deadline);
            case IntakeMessage.JobEnds part -> unheardEnds.look(part, deadline);
            case IntakeMessage.LookAtWaitingJobs _ -> stuckJobs.look();
            case IntakeMessage.LookAtDeadLetters _ -> givenUp.look();
        };
    }

    private Handled start(IntakeMessage.Reconcile asked, Instant deadline) throws IOException {
        var pass = lostUploads.begin(asked);
        var messages = new ArrayList<String>();
        messages.add(ReconcileMessages.waitingJobs());
        messages.add(ReconcileMessages.deadLetters());
        pass.ifPresent(begun -> messages.addAll(UnheardEnds.messages(begun, settings.jobQueues())));
        queue.send(messages);
        return pass.isEmpty() ? Handled.DONE : lostUploads.start(pass.get(), deadline);
    }
}

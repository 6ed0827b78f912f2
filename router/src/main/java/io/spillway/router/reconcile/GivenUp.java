package io.spillway.router.reconcile;

import io.spillway.pipeline.definition.Durations;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.Ledger;
import io.spillway.router.DeadLetterQueue;
import io.spillway.router.Handled;
import io.spillway.router.intake.ArrivedObject;
import io.spillway.router.intake.IntakeMessage;
import io.spillway.router.intake.IntakeParser;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells of messages that were given up and are about a known object: what they asked for is not
 * done, and nothing does it by itself. Looks at the dead-letter queues and takes nothing from them.
 */
final class GivenUp {

    private static final Logger LOG = System.getLogger(GivenUp.class.getName());

    /** Messages of each queue in one look: eleven requests at most. */
    static final int MOST = 100;

    private final String pipeline;
    private final List<DeadLetterQueue> queues;
    private final Ledger ledger;
    private final ToldNotices told;
    private final Clock clock;

    GivenUp(
            String pipeline,
            List<DeadLetterQueue> queues,
            Ledger ledger,
            ToldNotices told,
            Clock clock) {
        this.pipeline = pipeline;
        this.queues = queues;
        this.ledger = ledger;
        this.told = told;
        this.clock = clock;
    }

    /** Looks once at all of them. */
    Handled look() throws IOException {
        for (var queue : queues) {
            var letters = queue.look(MOST);
            if (letters.isEmpty()) {
                continue;
            }
            var arn = queue.arn();
            var notices = new ArrayList<Notice>();
            for (var letter : letters) {
                for (var about : about(IntakeParser.parse(letter.body()))) {
                    notices.add(notice(about, letter, arn));
                }
            }
            LOG.log(
                    Level.WARNING,
                    "Messages given up are in {0}: {1} seen, about {2} objects",
                    arn,
                    letters.size(),
                    notices.size());
            told.tell(notices);
        }
        return Handled.DONE;
    }

    private List<Notice.About> about(IntakeMessage message) throws IOException {
        return switch (message) {
            case IntakeMessage.Uploaded(var objects) -> objects.stream().map(this::about).toList();
            case IntakeMessage.PhaseEnded(var event) -> List.of(Notice.About.of(event.item()));
            case IntakeMessage.Output(var from, var output, var _, var _) ->
                    List.of(
                            new Notice.About(
                                    from.item().pipeline(),
                                    output.location(),
                                    Optional.empty(),
                                    Optional.empty()));
            case IntakeMessage.OutputRange range -> List.of(Notice.About.of(range.from().item()));
            case IntakeMessage.SetDue set ->
                    List.of(
                            new Notice.About(
                                    pipeline,
                                    set.upload().object().location(),
                                    Optional.of(set.taker()),
                                    Optional.empty()));
            case IntakeMessage.Submission(var task) -> List.of(Notice.About.of(task.item()));
            case IntakeMessage.Replay(var item, var _) ->
                    ledger.newest(item).map(Entry::item).map(Notice.About::of).stream().toList();
            // A job's end is found by asking AWS Batch; the rest is about no object.
            case IntakeMessage.JobEnded _,
                    IntakeMessage.Reconciling _,
                    IntakeMessage.Nothing _,
                    IntakeMessage.Unreadable _ ->
                    List.of();
        };
    }

    private Notice.About about(ArrivedObject object) {
        return new Notice.About(pipeline, object.location(), Optional.empty(), Optional.empty());
    }

    private Notice notice(Notice.About about, DeadLetterQueue.Letter letter, String arn) {
        var age = Duration.ofSeconds(Duration.between(letter.sent(), clock.instant()).toSeconds());
        return Notice.of(
                clock.instant(),
                about,
                Notice.Status.STUCK,
                "message " + letter.messageId(),
                "Message %s about it failed each time and was given up. It was sent %s ago and is in the dead-letter queue %s."
                        .formatted(
                                letter.messageId(),
                                Durations.format(age),
                                arn.substring(arn.lastIndexOf(':') + 1)),
                "Look for the message's id in the function's log and mend the cause. Then send all messages of the queue back: aws sqs start-message-move-task --source-arn %s."
                        .formatted(arn));
    }
}

package io.spillway.local.cli;

import io.spillway.local.page.PageSubject;
import io.spillway.local.page.Replays;
import io.spillway.local.replay.Replay;
import io.spillway.local.stack.Services;
import io.spillway.local.stack.Stack;
import java.io.IOException;
import java.util.List;

/** Asks the run that goes on in a page's state directory. */
record RunReplays(PageSubject subject) implements Replays {

    @Override
    public String replay(String item) throws Refused, IOException {
        var pipeline = subject.definition().name();
        var running =
                Services.ofRun(subject.state())
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                "Cannot run it again: no run of pipeline %s is going on. Start one with ./spillway run %s, then ask again."
                                                        .formatted(pipeline, subject.directory())));
        try (var services = running) {
            var replay = new Replay(Stack.named(pipeline, services), services);
            var candidate =
                    replay.item(item)
                            .orElseThrow(
                                    () ->
                                            new Refused(
                                                    "Cannot run it again: the ledger of the run has no work item %s."
                                                            .formatted(item)));
            var refusal = candidate.refusal(false);
            if (refusal.isPresent()) {
                throw new Refused(refusal.get());
            }
            replay.send(List.of(candidate), false);
            return "Phase %s runs again on %s, as a work item of its own."
                    .formatted(candidate.item().phase(), candidate.item().input().location());
        }
    }
}

package io.spillway.runner;

import io.spillway.pipeline.attempt.Outcome;
import io.spillway.pipeline.job.ExitStatus;
import io.spillway.pipeline.job.Task;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.StoreException;
import io.spillway.pipeline.work.WorkScope;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Does the tasks of one child of a job, one after the other. One that fails never keeps the others
 * from being done.
 */
final class ChildTasks {

    private static final Logger LOG = System.getLogger(ChildTasks.class.getName());

    /** An attempt at one task. */
    @FunctionalInterface
    interface Attempt {
        Outcome at(Task task) throws IOException;
    }

    private final Attempt attempt;
    private final BooleanSupplier stopping;
    private final Consumer<String> log;

    /**
     * @param stopping whether the host was told to stop: then no other task is begun
     * @param log takes a line for each task
     */
    ChildTasks(Attempt attempt, BooleanSupplier stopping, Consumer<String> log) {
        this.attempt = attempt;
        this.stopping = stopping;
        this.log = log;
    }

    /**
     * @return the worst status of any task: one that another attempt may help says so for all,
     *     because the tasks that are done by then cost next to nothing
     */
    ExitStatus run(List<Task> tasks) {
        var worst = ExitStatus.DONE;
        for (int i = 0; i < tasks.size(); i++) {
            if (stopping.getAsBoolean()) {
                log.accept(
                        "%s: the host was told to stop before %d of %d work items were begun; another attempt does them."
                                .formatted(ExitStatus.TRANSIENT, tasks.size() - i, tasks.size()));
                return ExitStatus.TRANSIENT;
            }
            var task = tasks.get(i);
            worst = worst.orWorse(WorkScope.of(task.item()).call(() -> run(task)));
        }
        return worst;
    }

    private ExitStatus run(Task task) {
        try {
            return status(task, attempt.at(task));
        } catch (StoreException.Permanent e) {
            return tell(task, ExitStatus.CONFIGURATION, e.getMessage());
        } catch (IOException e) {
            return tell(task, ExitStatus.TRANSIENT, e.getMessage());
        } catch (RuntimeException e) {
            // The edge of the program for this task: whatever wasn't foreseen is a bug, and the
            // other tasks have nothing to do with it.
            LOG.log(Level.ERROR, "Unforeseen", e);
            return tell(task, ExitStatus.BUG, e.toString());
        }
    }

    private ExitStatus status(Task task, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ended(State.Failed(var failure, var _)) ->
                    tell(task, ExitStatus.of(failure.kind()), failure.message());
            case Outcome.Ended(var state) ->
                    tell(task, ExitStatus.DONE, "The work item is " + state.word() + ".");
            case Outcome.Busy(var until) ->
                    tell(
                            task,
                            ExitStatus.DONE,
                            "Another host works on it, at least until "
                                    + until
                                    + ": nothing to do here.");
            case Outcome.InBatch() ->
                    tell(task, ExitStatus.DONE, "Another job has it: nothing to do here.");
            case Outcome.GivenBack(var failure, var _) ->
                    tell(task, ExitStatus.of(failure.kind()), failure.message());
            case Outcome.Fenced() ->
                    tell(
                            task,
                            ExitStatus.DONE,
                            "Another host took over: what was written here is discarded.");
        };
    }

    private ExitStatus tell(Task task, ExitStatus status, String message) {
        log.accept("%s: %s: %s".formatted(status, task.item().input().location(), message));
        return status;
    }
}

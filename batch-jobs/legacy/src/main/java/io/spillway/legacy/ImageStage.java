package io.spillway.legacy;

import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.job.ImageTask;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Runs a program in an image that nobody may rebuild, in a container beside this one.
 *
 * <p>Puts the input on the volume that both share, lets the program's container start, waits until
 * it has ended, and collects what it wrote. It is not started twice: another attempt is another
 * task. A program that is over its time limit, or has nearly filled the disk, is stopped with the
 * task, which ends with the attempt.
 */
public final class ImageStage implements Stage {

    private static final long BETWEEN_LOOKS_MILLIS = 500;

    /** For how long the task's metadata may be silent. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final List<String> ELSEWHERE =
            List.of("(what it printed is in the log of its container, \"program\")");

    private final LegacyContract contract;
    private final TaskContainers task;
    private final TaskRoom room;
    private final FreeSpace space;
    private final LongSupplier nanoTime;

    /**
     * @param contract that names an image
     */
    public ImageStage(LegacyContract contract, TaskContainers task, TaskRoom room) {
        this(contract, task, room, FreeSpace.of(room.folder().getParent()), System::nanoTime);
    }

    /**
     * @param space of the disk that the program writes to, wherever it writes
     * @param nanoTime by which limits count
     */
    ImageStage(
            LegacyContract contract,
            TaskContainers task,
            TaskRoom room,
            FreeSpace space,
            LongSupplier nanoTime) {
        this.contract = contract;
        this.task = task;
        this.room = room;
        this.space = space;
        this.nanoTime = nanoTime;
    }

    @Override
    public void run(Work work) throws StageFailure, IOException, InterruptedException {
        work.scratch(); // from now on, what is on the volume counts against the attempt's limit
        room.make();
        StagedInput.named(name(work), work, contract.input(), room.input(), work.progress());
        room.open();
        var begin = nanoTime.getAsLong();
        var end = await(work, begin);
        var run = run(work, end, begin);
        Verdict.demandSuccess(contract.exits(), run);
        var outputs = new CollectedOutputs(run, work);
        if (!outputs.everyFileBelow(room.outputs()) && end instanceof RunEnd.Exited(var status)) {
            var without = new RunEnd.WithoutOutput(status, "no file in {outputs}");
            Verdict.demandSuccess(contract.exits(), run.endedBy(without));
        }
    }

    private String name(Work work) {
        return contract.input() == InputMode.FILE
                ? ImageTask.INPUT_FILE
                : SafeName.of(work.input().name());
    }

    private ProgramRun run(Work work, RunEnd end, long begin) {
        return new ProgramRun(
                contract.image().orElseThrow(),
                work.input().object().location(),
                end,
                since(begin),
                Optional.empty(),
                ELSEWHERE);
    }

    private RunEnd await(Work work, long begin)
            throws StageFailure, IOException, InterruptedException {
        var heard = nanoTime.getAsLong();
        var kept = space.reserve();
        while (true) {
            work.checkStop();
            demandSpace(work, kept);
            work.progress().at(work.input().size(), 0);
            try {
                var ended = task.end(ImageTask.PROGRAM);
                heard = nanoTime.getAsLong();
                // What stops the task stops the program too: that end says nothing about its work.
                if (ended.isPresent() && !ended.get().taskIsStopping()) {
                    return new RunEnd.Exited(status(ended.get()));
                }
            } catch (IOException e) {
                if (since(heard).compareTo(PATIENCE) > 0) {
                    throw e;
                }
            }
            var limit = contract.timeLimit();
            if (limit.isPresent() && since(begin).compareTo(limit.get()) >= 0) {
                return new RunEnd.OutOfTime(limit.get());
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    /**
     * What the program writes beside the volume, or into folders that only it may enter, is seen by
     * nothing but the disk.
     */
    private void demandSpace(Work work, long kept) throws StageFailure, IOException {
        var free = space.bytes();
        if (free < kept) {
            throw new StageFailure.NoSpace(
                    "Cannot run %s on %s: the disk of its task has %s left, less than the %s that are kept. Give the phase more disk: batch: {disk: …}."
                            .formatted(
                                    contract.image().orElseThrow(),
                                    HarmlessText.of(work.input().object().location().toString()),
                                    new ByteSize(free),
                                    new ByteSize(kept).besides(new ByteSize(free))));
        }
    }

    private int status(TaskContainers.Ended ended) throws StageFailure, IOException {
        if (ended.status().isPresent()) {
            return ended.status().get();
        }
        var image = contract.image().orElseThrow();
        var gate = task.end(ImageTask.GATE).flatMap(TaskContainers.Ended::status).orElse(0);
        if (gate != 0) {
            throw new StageFailure.Transient(
                    "Cannot run image %s: the container \"%s\" that it waits for ended with %d. Another attempt is another task."
                            .formatted(image, ImageTask.GATE, gate));
        }
        throw new StageFailure.Configuration(
                "Cannot run image %s: its container ended without having run. Check that the image is there, that it may be pulled, and that the command can be run in it."
                        .formatted(image));
    }

    private Duration since(long begin) {
        return Duration.ofNanos(nanoTime.getAsLong() - begin);
    }
}

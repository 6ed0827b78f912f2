package io.spillway.legacy;

import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.stage.Progress;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Runs a program that nobody may touch on one input object.
 *
 * <p>The input is put on disk whole before the program starts, whatever way the program takes it,
 * so that a lost connection is the store's to retry and never looks to the program like the end of
 * its input. Results are collected only after the program has exited with a status that the
 * definition calls success, so that a failed run leaves nothing. They need room in {@link
 * Work#scratch} beside the input.
 *
 * <p>When {@link #run} returns or throws, neither the program nor anything that it started is
 * running.
 */
public final class LegacyStage implements Stage {

    private final LegacyContract contract;
    private final LegacyHost host;
    private final LongSupplier nanoTime;

    public LegacyStage(LegacyContract contract, LegacyHost host) {
        this(contract, host, System::nanoTime);
    }

    /**
     * @param nanoTime by which the program's limits count
     */
    LegacyStage(LegacyContract contract, LegacyHost host, LongSupplier nanoTime) {
        this.contract = contract;
        this.host = host;
        this.nanoTime = nanoTime;
    }

    @Override
    public void run(Work work) throws StageFailure, IOException, InterruptedException {
        var room = Workroom.in(work.scratch());
        var input = StagedInput.of(work, contract.input(), room.input(), ofStaging(work));
        var launcher = new ProgramLauncher(contract, host, room, nanoTime);
        var program = launcher.start(command(input, room), input);
        var run = program.await(work);
        Verdict.demandSuccess(contract.exits(), run);
        collect(run, new CollectedOutputs(run, work), room);
    }

    /** Where the program counts its own progress, bytes that are put on disk don't mix with it. */
    private Progress ofStaging(Work work) {
        return contract.progress().isPresent() ? Progress.NONE : work.progress();
    }

    private CommandLine command(StagedInput input, Workroom room) {
        return CommandLine.of(
                contract.command(),
                new CommandLine.Values(
                        input.forProgram(contract.input()),
                        room.outputs(),
                        host.app(),
                        input.name()));
    }

    private void collect(ProgramRun run, CollectedOutputs outputs, Workroom room)
            throws StageFailure, IOException, InterruptedException {
        var found =
                switch (contract.output()) {
                    case DIRECTORY -> outputs.everyFileBelow(room.outputs());
                    case STDOUT -> outputs.standardOutput(room.standardOutput());
                };
        if (!found && run.end() instanceof RunEnd.Exited(var status)) {
            var without = new RunEnd.WithoutOutput(status, whereLooked());
            Verdict.demandSuccess(contract.exits(), run.endedBy(without));
        }
    }

    private String whereLooked() {
        return switch (contract.output()) {
            case DIRECTORY -> "no file in {outputs}";
            case STDOUT -> "nothing on its standard output";
        };
    }
}

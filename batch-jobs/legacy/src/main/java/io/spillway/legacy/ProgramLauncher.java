package io.spillway.legacy;

import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import io.spillway.pipeline.definition.LegacyContract.OutputMode;
import io.spillway.pipeline.stage.StageFailure;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Starts a program in surroundings of its own: working directory, environment, standard streams.
 *
 * <p>Of this process's environment nothing is inherited. Standard input and a standard output that
 * is the result are files, which the kernel moves: neither can block, whatever the program does
 * with them.
 */
final class ProgramLauncher {

    private static final File NOTHING = new File("/dev/null");

    private final LegacyContract contract;
    private final LegacyHost host;
    private final Workroom room;
    private final LongSupplier nanoTime;

    /**
     * @param nanoTime by which the program's limits count
     */
    ProgramLauncher(
            LegacyContract contract, LegacyHost host, Workroom room, LongSupplier nanoTime) {
        this.contract = contract;
        this.host = host;
        this.room = room;
        this.nanoTime = nanoTime;
    }

    /**
     * @throws StageFailure if there is no such program, or the system refuses to start it
     */
    RunningProgram start(CommandLine command, StagedInput input) throws StageFailure {
        var mark = UUID.randomUUID().toString();
        try {
            var process = prepared(command, environment(mark), input).start();
            return new RunningProgram(
                    process, mark, contract, room.standardOutput(), host.log(), nanoTime);
        } catch (IOException | IllegalArgumentException e) {
            throw new StageFailure.Configuration(
                    "Cannot start %s: %s. Check its command and environment in the definition, and that it runs on this machine by itself."
                            .formatted(
                                    HarmlessText.of(command.program()),
                                    HarmlessText.of(e.getMessage())));
        }
    }

    private ProcessBuilder prepared(
            CommandLine command, Map<String, String> environment, StagedInput input)
            throws StageFailure {
        var file = ProgramFile.find(command.program(), workingFolder(), environment.get("PATH"));
        var builder = new ProcessBuilder(command.withProgramAt(file));
        builder.directory(workingFolder().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        redirect(builder, input);
        return builder;
    }

    private Map<String, String> environment(String mark) {
        var environment = new TreeMap<String, String>();
        environment.put("PATH", host.searchPath());
        environment.put("HOME", room.home().toString());
        environment.put("TMPDIR", room.temporary().toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("TZ", "UTC");
        environment.putAll(contract.environment());
        environment.put(ProcessFamily.MARK, mark);
        return environment;
    }

    private Path workingFolder() {
        return switch (contract.workingFolder()) {
            case HOME -> room.home();
            case APP -> host.app();
            case INPUT -> room.input();
            case OUTPUTS -> room.outputs();
        };
    }

    private void redirect(ProcessBuilder builder, StagedInput input) {
        var stdin = contract.input() == InputMode.STDIN ? input.file().toFile() : NOTHING;
        builder.redirectInput(Redirect.from(stdin));
        if (contract.output() == OutputMode.STDOUT) {
            builder.redirectOutput(room.standardOutput().toFile());
        }
    }
}

package io.spillway.pipeline.job;

import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LegacyContract.InputMode;
import java.util.List;

/**
 * The task that runs a program in an image that nobody may rebuild: the job runner, which lives as
 * long as the task does; a gate, which ends when the input is there; and the program, which starts
 * when the gate has ended. They share one volume.
 */
public final class ImageTask {

    /** Name of the container that ends, with 0, when the program may start. */
    public static final String GATE = "gate";

    /** Name of the container of the untouched image. */
    public static final String PROGRAM = "program";

    /** Where the program finds the shared volume. The job runner has it at {@code /tmp}. */
    public static final String MOUNT = "/spillway";

    /** The folder of the shared volume that holds everything of the task. */
    public static final String FOLDER = "task";

    /** In {@link #FOLDER}: holds the input and nothing else. */
    public static final String INPUT = "input";

    /** The input's name where the program is given a file: the same for every input. */
    public static final String INPUT_FILE = "input";

    /** In {@link #FOLDER}: what the program writes there is collected. */
    public static final String OUTPUTS = "outputs";

    /** In {@link #FOLDER}: there when the input is. */
    public static final String READY = "ready";

    private ImageTask() {}

    /** What the image is told to run: the command follows its own entry point, if it has one. */
    public static List<String> command(LegacyContract contract) {
        var folder = MOUNT + "/" + FOLDER + "/";
        var input =
                contract.input() == InputMode.FILE
                        ? folder + INPUT + "/" + INPUT_FILE
                        : folder + INPUT;
        return contract.command().stream()
                .map(word -> word.replace("{input}", input))
                .map(word -> word.replace("{outputs}", folder + OUTPUTS))
                .toList();
    }
}

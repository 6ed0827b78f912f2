package io.spillway.local.cli;

import io.spillway.local.wrap.CannotWrap;
import io.spillway.local.wrap.Program;
import io.spillway.local.wrap.WrappedFolder;
import io.spillway.local.wrap.Wrapping;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a pipeline of a program that nobody may touch. */
@Command(
        name = "wrap",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Make a pipeline of a program that nobody may touch: a folder with its definition, its files, a place for"
                    + " inputs, and a module that makes the image for AWS.",
            "In ARGUMENTS, {input} is the input's path, {outputs} the folder whose files are collected, {app} the"
                    + " folder of the program's own files, {name} the input's file name."
        },
        footer = {
            "",
            "Examples:",
            "  ./spillway wrap --jar settle.jar --exit 3=bad-input --exit 75=retry",
            "  ./spillway wrap --jar Saxon-HE.jar --with xmlresolver.jar --with style.xsl --name reports \\",
            "    --match '**/*.xml' --exit 2=bad-input \\",
            "    -- -s:{input} -xsl:{app}/style.xsl -o:{outputs}/{name}.html",
            "  ./spillway wrap --program xmllint --output stdout --name tidy -- --format {input}",
            "  ./spillway wrap --program ./nightly.sh --input stdin --output stdout",
            "  ./spillway wrap --image reports/settle:7 -- /opt/settle/bin/settle {input} {outputs}",
            "",
            "Then: ./spillway run FOLDER",
            "",
            "Exit status: 0 if the folder was written, 1 if not, 2 if the command line is wrong."
        })
final class WrapCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private What what;

    /** The program. */
    private static final class What {
        @Option(names = "--jar", paramLabel = "FILE", description = "A jar with a main class.")
        private Path jar;

        @Option(
                names = "--program",
                paramLabel = "FILE|NAME",
                description = "An executable file, a script, or a program on PATH.")
        private String program;

        @Option(
                names = "--image",
                paramLabel = "REF",
                description = "An image that nobody may rebuild; ARGUMENTS are its whole command.")
        private String image;
    }

    @Option(
            names = "--main",
            paramLabel = "CLASS",
            description = "The main class, where the jar's manifest doesn't name the right one.")
    private Optional<String> mainClass;

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description =
                    "A file or folder that the program needs beside it, at {app}. Jars join the class path. Can be"
                            + " repeated.")
    private List<Path> with = List.of();

    @Option(
            names = "--name",
            description = "Of the pipeline and its phase. Default: made of the program's name.")
    private Optional<String> name;

    @Option(
            names = "--input",
            paramLabel = "HOW",
            defaultValue = "file",
            description = "How it takes its input: file, directory, stdin. Default: file.")
    private String input;

    @Option(
            names = "--output",
            paramLabel = "HOW",
            defaultValue = "directory",
            description = "Where its results are: directory, stdout. Default: directory.")
    private String output;

    @Option(
            names = "--match",
            paramLabel = "PATTERN",
            description = "Which keys it wants, such as '**/*.xml'. Default: all.")
    private Optional<String> keys;

    @Option(
            names = "--exit",
            paramLabel = "STATUS=MEANING",
            description =
                    "What an exit status means: succeed, bad-input, retry, retry-bigger, fail. Can be repeated. 0 is"
                            + " a success, all else fails unless said here.")
    private Map<String, String> exits = new LinkedHashMap<>();

    @Option(
            names = "--sample",
            paramLabel = "FILE",
            description = "A file to start with, copied into incoming. Can be repeated.")
    private List<Path> samples = List.of();

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            description = "Where to write; must not be there yet. Default: the name.")
    private Optional<Path> folder;

    @Parameters(
            paramLabel = "ARGUMENTS",
            arity = "0..*",
            description =
                    "The program's arguments, after --. Default: {input} {outputs}, as far as they go by path.")
    private List<String> arguments = List.of();

    WrapCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        var wrapping = wrapping();
        try {
            var folder = this.folder.orElse(Path.of(wrapping.name()));
            print(wrapping, WrappedFolder.write(wrapping, folder));
            return ExitCode.DONE;
        } catch (CannotWrap e) {
            throw new CommandFailed(e.getMessage());
        }
    }

    private Wrapping wrapping() {
        var program = program();
        return new Wrapping(
                program,
                name.orElseGet(() -> Wrapping.nameFor(program.shown())),
                arguments.isEmpty() ? defaultArguments() : arguments,
                input,
                output,
                keys,
                exits,
                with,
                samples);
    }

    private Program program() {
        if (what.jar != null) {
            return new Program.Jar(what.jar, mainClass);
        }
        if (mainClass.isPresent()) {
            throw misused("Option --main belongs to --jar: only a jar has a main class.");
        }
        if (what.image == null) {
            return Program.executable(what.program, searchPath());
        }
        if (arguments.isEmpty()) {
            throw misused(
                    "Option --image needs the command to run in it, such as -- /opt/settle {input} {outputs}.");
        }
        if (!with.isEmpty()) {
            throw misused("Option --with has no use with --image: the image is run untouched.");
        }
        return new Program.Image(what.image);
    }

    private ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private List<Path> searchPath() {
        return Arrays.stream(
                        console.environment().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> directory.startsWith("/"))
                .flatMap(directory -> path(directory).stream())
                .toList();
    }

    private static Optional<Path> path(String directory) {
        try {
            return Optional.of(Path.of(directory).normalize());
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private List<String> defaultArguments() {
        var byPath = new ArrayList<String>();
        if (!input.equals("stdin")) {
            byPath.add("{input}");
        }
        if (!output.equals("stdout")) {
            byPath.add("{outputs}");
        }
        return byPath;
    }

    private void print(Wrapping wrapping, WrappedFolder written) {
        var style = console.style();
        var folder = Places.shown(written.folder()).toString();
        console.out()
                .println(
                        style.safe(
                                "Wrapped %s as the phase %s in %s:"
                                        .formatted(
                                                wrapping.program().shown(),
                                                wrapping.name(),
                                                folder)));
        console.out().println(style.safe("  " + written.command()));
        written.missing()
                .forEach(
                        file ->
                                console.error(
                                        "its manifest names %s, which isn't there. Add it with --with if the program needs it."
                                                .formatted(file)));
        console.out().println();
        console.out().println("Put files into its folder incoming, and run it:");
        var how = wrapping.program() instanceof Program.Image ? " --containers" : "";
        console.out().println(style.safe("  ./spillway run " + folder + how));
        console.out().flush();
    }
}

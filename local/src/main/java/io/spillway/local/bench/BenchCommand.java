package io.spillway.local.bench;

import io.spillway.local.bench.BenchOptions.Part;
import io.spillway.pipeline.definition.ByteSize;
import io.spillway.pipeline.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Measures this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure the whole path on this machine, beside a plain S3 client doing the same amount of work.",
            "Many small files go through the function, one large file through a Batch job. docs/benchmarks.md says"
                    + " what the numbers mean."
        },
        footer = {
            "",
            "Exit status:",
            "  0   measured, and every file came out right",
            "  1   a file came out wrong, or the measurement couldn't be made",
            "  2   the command line is wrong"
        })
public final class BenchCommand implements Callable<Integer> {

    private static final int WRONG = 1;

    @Spec private CommandSpec spec;

    @Option(
            names = "--files",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many small files. Default: ${DEFAULT-VALUE}.")
    private int files;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Bytes of a small file, at most. Default: ${DEFAULT-VALUE}.")
    private int bytes;

    @Option(
            names = "--large",
            paramLabel = "SIZE",
            defaultValue = "2 GiB",
            converter = SizeConverter.class,
            description =
                    "Size of the large file, such as 200MiB. Default: ${DEFAULT-VALUE}. Takes about six times as much disk.")
    private ByteSize large;

    @Option(
            names = "--only",
            paramLabel = "small|large|transfer|split",
            converter = PartConverter.class,
            description = {
                "Measure one only: small files; the large one through a job; transfer: download, stage and upload of the"
                        + " large one, alone and together; split: the large one cut, converted in parts and joined.",
                "Default: small and large."
            })
    private Optional<Part> only;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "4",
            description = "Invocations of the function at once. Default: ${DEFAULT-VALUE}.")
    private int concurrency;

    @Option(
            names = "--rows",
            paramLabel = "CSV",
            defaultValue = "examples/weather/incoming/all-stations.csv",
            description = "Whose rows the files are made of. Default: ${DEFAULT-VALUE}.")
    private Path rows;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "An empty directory for what is kept meanwhile; left empty. Default: a temporary one.")
    private Optional<Path> state;

    @Option(names = "--json", description = "Print the report as one line of JSON.")
    private boolean json;

    /** Sizes as {@code pipeline.yaml} writes them; the space may be left out. */
    static final class SizeConverter implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            var spaced = text.replaceFirst("(?<=\\d)(?=[A-Za-z])", " ");
            return ByteSize.tryParse(spaced)
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "\"%s\" is no size: write it like 200MiB or 2GiB."
                                                    .formatted(text)));
        }
    }

    /** Parts by their names in lower case. */
    static final class PartConverter implements ITypeConverter<Part> {
        @Override
        public Part convert(String text) {
            return switch (text) {
                case "small" -> Part.SMALL;
                case "large" -> Part.LARGE;
                case "transfer" -> Part.TRANSFER;
                case "split" -> Part.SPLIT;
                case String other ->
                        throw new TypeConversionException(
                                "\"%s\" is no part of it: expected small, large, transfer or split."
                                        .formatted(other));
            };
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        var err = spec.commandLine().getErr();
        try {
            var report = new Benchmark(options(), err::println).run(command());
            print(report);
            return report.isCorrect() ? 0 : WRONG;
        } catch (IOException e) {
            err.println("spillway: " + e.getMessage());
            return WRONG;
        }
    }

    private BenchOptions options() throws IOException {
        return new BenchOptions(
                files,
                bytes,
                large,
                only.map(Set::of).orElse(Part.UNASKED),
                concurrency,
                rows,
                state.isPresent() ? state.get() : Files.createTempDirectory("spillway-bench"));
    }

    private String command() {
        var arguments = spec.root().commandLine().getParseResult().originalArgs();
        return "spillway " + String.join(" ", arguments);
    }

    private void print(Report report) {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(ReportJson.of(report)));
        } else {
            ReportText.of(report).forEach(out::println);
        }
    }
}

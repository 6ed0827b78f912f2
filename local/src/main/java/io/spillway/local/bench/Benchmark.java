package io.spillway.local.bench;

import io.spillway.local.bench.BenchOptions.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the measurements one after the other. */
final class Benchmark {

    private final BenchOptions options;
    private final Consumer<String> told;

    /**
     * @param told of what is measured now
     */
    Benchmark(BenchOptions options, Consumer<String> told) {
        this.options = options;
        this.told = told;
    }

    /**
     * @param command by which it was asked for
     * @throws IOException if the state directory isn't empty, the rows can't be read, or a
     *     measurement doesn't come to its end
     */
    Report run(String command) throws IOException, InterruptedException {
        prepare();
        var rows = WeatherRows.of(options.rows());
        var small = Optional.<SmallFiles.Result>empty();
        if (options.parts().contains(Part.SMALL)) {
            told.accept(
                    "%d files of %d bytes through the function …"
                            .formatted(options.files(), options.bytes()));
            small = Optional.of(SmallFiles.measure(options, rows));
            clear();
        }
        var large = Optional.<LargeFile.Result>empty();
        if (options.parts().contains(Part.LARGE)) {
            told.accept("A file of %s through a job …".formatted(options.large()));
            large = Optional.of(LargeFile.measure(options, rows));
            clear();
        }
        var transfers = Optional.<Transfers.Result>empty();
        if (options.parts().contains(Part.TRANSFER)) {
            told.accept("Transfers of %s …".formatted(options.large()));
            transfers = Optional.of(Transfers.measure(options, rows, told));
            clear();
        }
        var splitJoin = Optional.<SplitJoin.Result>empty();
        if (options.parts().contains(Part.SPLIT)) {
            told.accept("%s whole, and in parts …".formatted(options.large()));
            splitJoin = Optional.of(SplitJoin.measure(options, told));
            clear();
        }
        return new Report(Machine.here(), command, small, large, transfers, splitJoin);
    }

    /** What was kept meanwhile is many times as large as the files. */
    private void clear() throws IOException {
        try (var content = Files.list(options.state())) {
            for (var path : content.toList()) {
                deleteTree(path);
            }
        }
    }

    static void deleteTree(Path root) throws IOException {
        try (var tree = Files.walk(root)) {
            var deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (var path : deepestFirst) {
                Files.delete(path);
            }
        }
    }

    private void prepare() throws IOException {
        Files.createDirectories(options.state());
        try (var content = Files.list(options.state())) {
            if (content.findAny().isPresent()) {
                throw new IOException(
                        "Will not measure in %s: it isn't empty. Choose another --state."
                                .formatted(options.state()));
            }
        }
    }
}

package io.spillway.local.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.run.LocalRun;
import io.spillway.local.run.RunOptions;
import io.spillway.local.view.RunInfo;
import io.spillway.local.view.RunReport;
import io.spillway.local.view.RunView;
import io.spillway.pipeline.event.Notice;
import io.spillway.pipeline.event.PhaseEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A pipeline with each of unpacking, fan-out and Batch, and few and small files for it. */
final class SmallPipeline {

    static final String NAME = "small";

    private static final int ENTRIES = 30;
    private static final String DEFINITION =
            """
            pipeline: small
            phases:
              unpack:
                on: upload
                match: {types: [zip]}
                stage: unpack
                batch: {vcpu: 1, memory: 2 GiB, retries: 9}
              convert:
                on: [upload, {after: unpack}]
                match: {types: [csv]}
                stage: convert
                batch: {vcpu: 1, memory: 2 GiB, retries: 9}
              summarise:
                after: convert
                match: {keys: "**/large.csv.jsonl"}
                stage: summary
                inline: never
                batch: {vcpu: 1, memory: 2 GiB, retries: 9}
            """;

    private SmallPipeline() {}

    /** Makes its directory, with an empty folder to drop files into. */
    static Path prepare(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("incoming"));
        Files.writeString(directory.resolve("pipeline.yaml"), DEFINITION);
        return directory;
    }

    /** Three CSV files and an archive of thirty. */
    static void fill(Path directory) throws IOException {
        var incoming = directory.resolve("incoming");
        Files.writeString(incoming.resolve("one.csv"), csv(1, 10));
        Files.writeString(incoming.resolve("two ü+%.csv"), csv(2, 100));
        Files.writeString(incoming.resolve("large.csv"), csv(3, 20_000));
        try (var zip = new ZipOutputStream(Files.newOutputStream(incoming.resolve("many.zip")))) {
            for (int entry = 1; entry <= ENTRIES; entry++) {
                zip.putNextEntry(new ZipEntry("part-%02d.csv".formatted(entry)));
                zip.write(csv(entry, entry).getBytes(UTF_8));
            }
        }
    }

    private static String csv(int seed, int rows) {
        var csv = new StringBuilder("number,square\n");
        for (long row = 1; row <= rows; row++) {
            csv.append(row * seed).append(',').append(row * row * seed).append('\n');
        }
        return csv.toString();
    }

    static LocalRun start(Path directory, Path state) throws IOException {
        return start(directory, state, OptionalLong.empty(), Map.of());
    }

    static LocalRun start(
            Path directory, Path state, OptionalLong seed, Map<FaultKind, Double> faults)
            throws IOException {
        var options =
                RunOptions.of(directory)
                        .state(state)
                        .concurrency(8)
                        .maxVcpus(2)
                        .faults(seed, faults)
                        .build();
        return LocalRun.start(options, new Unseen());
    }

    /** Shows nothing to anybody. */
    private static final class Unseen implements RunView {
        @Override
        public void started(RunInfo info) {}

        @Override
        public void dropped(String key, long bytes) {}

        @Override
        public void happened(PhaseEvent event) {}

        @Override
        public void noticed(Notice notice) {}

        @Override
        public void tick() {}

        @Override
        public void finished(RunReport report) {}

        @Override
        public void close() {}
    }
}

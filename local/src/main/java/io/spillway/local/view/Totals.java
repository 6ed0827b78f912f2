package io.spillway.local.view;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.work.Usage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A run in numbers.
 *
 * @param routes work items by the word of their route
 * @param bytesRead of inputs, as stored, by the work items that succeeded
 * @param bytesWritten by the same
 */
record Totals(
        int uploads,
        long uploadedBytes,
        int workItems,
        Map<String, Long> routes,
        Map<EndingWord, Long> endings,
        long bytesRead,
        long bytesWritten) {

    static Totals of(RunReport report) {
        var ends = report.ends();
        var uploads = ends.stream().map(end -> end.item().upload()).distinct().toList();
        return new Totals(
                uploads.size(),
                uploads.stream().mapToLong(upload -> upload.object().size()).sum(),
                ends.size(),
                ends.stream()
                        .collect(groupingBy(end -> end.route().word(), TreeMap::new, counting())),
                ends.stream()
                        .collect(
                                groupingBy(
                                        EndingWord::of,
                                        () -> new EnumMap<>(EndingWord.class),
                                        counting())),
                ends.stream()
                        .map(Totals::usage)
                        .flatMap(Optional::stream)
                        .mapToLong(Usage::bytesRead)
                        .sum(),
                ends.stream()
                        .map(Totals::usage)
                        .flatMap(Optional::stream)
                        .mapToLong(Usage::bytesWritten)
                        .sum());
    }

    private static Optional<Usage> usage(Entry end) {
        return end.state() instanceof State.Succeeded(var _, var usage)
                ? Optional.of(usage)
                : Optional.empty();
    }
}

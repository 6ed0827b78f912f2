package io.spillway.local.bench;

import java.util.Optional;

/** All that a run of the benchmark found out. */
record Report(
        Machine machine,
        String command,
        Optional<SmallFiles.Result> small,
        Optional<LargeFile.Result> large,
        Optional<Transfers.Result> transfers,
        Optional<SplitJoin.Result> splitJoin) {

    /** Whether every file came out right. */
    boolean isCorrect() {
        return small.stream().allMatch(result -> result.correctness().holds())
                && large.stream()
                        .allMatch(
                                result ->
                                        result.small().correctness().holds()
                                                && result.large().correctness().holds())
                && transfers.stream().allMatch(Transfers.Result::isCorrect)
                && splitJoin.stream().allMatch(SplitJoin.Result::isCorrect);
    }
}

package io.spillway.legacy;

import io.spillway.pipeline.definition.LegacyContract;
import io.spillway.pipeline.definition.LogRule;
import io.spillway.pipeline.definition.ProgressPattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a program has printed so far, as far as the definition makes something of it. Safe for the
 * threads that read the program's streams and the one that waits for it.
 */
final class WatchedOutput {

    private final List<LogRule> rules;
    private final Optional<ProgressPattern.Reader> progressReader;
    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final TailOfOutput errors = new TailOfOutput();
    private int firstRule;
    private Optional<ProgressPattern.Reading> progress = Optional.empty();
    private long lastHeard;
    private long sizeOfResult;

    /**
     * @param log takes every line, with the name of its stream
     */
    WatchedOutput(LegacyContract contract, Consumer<String> log, LongSupplier nanoTime) {
        this.rules = contract.exits().log();
        this.firstRule = rules.size();
        this.progressReader = contract.progress().map(ProgressPattern::reader);
        this.log = log;
        this.nanoTime = nanoTime;
        this.lastHeard = nanoTime.getAsLong();
    }

    void standardOutput(String line) {
        understand(line);
        log.accept("stdout | " + line);
    }

    void errorOutput(String line) {
        understand(line);
        errors.add(line);
        log.accept("stderr | " + line);
    }

    /** Something came, perhaps not yet a whole line. */
    synchronized void heard() {
        lastHeard = nanoTime.getAsLong();
    }

    /** How large the file is that takes standard output where that is the result. */
    synchronized void resultHolds(long bytes) {
        if (bytes != sizeOfResult) {
            sizeOfResult = bytes;
            heard();
        }
    }

    private void understand(String line) {
        var rule = firstFitting(line);
        var read = progressReader.flatMap(reader -> reader.read(line));
        synchronized (this) {
            firstRule = Math.min(firstRule, rule);
            progress = read.map(this::notBack).or(() -> progress);
        }
    }

    private int firstFitting(String line) {
        int rule = 0;
        while (rule < rules.size() && !rules.get(rule).line().isIn(line)) {
            rule++;
        }
        return rule;
    }

    /** A program may count anew, as for a second table; what it has done stays done. */
    private ProgressPattern.Reading notBack(ProgressPattern.Reading now) {
        return progress.filter(before -> before.done() > now.done()).orElse(now);
    }

    /** Of the rules that some line fitted, the first in the definition's order. */
    synchronized Optional<LogRule> rule() {
        return firstRule < rules.size() ? Optional.of(rules.get(firstRule)) : Optional.empty();
    }

    /** The furthest that the program has said it is. */
    synchronized Optional<ProgressPattern.Reading> progress() {
        return progress;
    }

    synchronized Duration silentFor() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastHeard);
    }

    /** The last lines of its error output, oldest first. */
    List<String> lastErrors() {
        return errors.lines();
    }
}

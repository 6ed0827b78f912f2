package io.spillway.local.cli;

import io.spillway.local.run.RunOptions;
import io.spillway.local.view.RunReport;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.State;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one may want to do after a run, as commands to paste. */
final class NextSteps {

    private NextSteps() {}

    static List<String> lines(RunOptions options, RunReport report) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("Next:");
        report.ends().stream()
                .filter(end -> end.state() instanceof State.Failed)
                .map(end -> file(end, options))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(file -> lines.add("  ./spillway explain " + quoted(file)));
        lines.add("  ls -R " + quoted(report.outputs()));
        lines.add(
                "  ./spillway run "
                        + quoted(options.directory())
                        + state(options)
                        + "  # goes on from here; --fresh starts anew");
        return lines;
    }

    private static String state(RunOptions options) {
        var isDefault = options.state().equals(options.directory().resolve(Places.STATE));
        return isDefault ? "" : " --state " + quoted(options.state());
    }

    /** The file of which an upload was made, if it is still there. */
    private static Optional<Path> file(Entry end, RunOptions options) {
        var key = end.item().upload().object().key();
        try {
            return Stream.of(options.directory().resolve(key), options.folder().resolve(key))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** For a POSIX shell. */
    static String quoted(Path path) {
        var text = Places.shown(path).toString();
        return text.matches("[A-Za-z0-9_./+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}

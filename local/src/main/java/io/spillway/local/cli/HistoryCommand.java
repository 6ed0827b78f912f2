package io.spillway.local.cli;

import io.spillway.aws.AwsClients;
import io.spillway.aws.S3ObjectStore;
import io.spillway.local.history.Answer;
import io.spillway.local.history.HistoryDownload;
import io.spillway.local.history.HistoryTable;
import io.spillway.local.history.Question;
import io.spillway.local.stack.Services;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.S3Client;

/** Asks the history of a pipeline. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Ask what a pipeline did: how each phase does unless another question is given.",
            "The history is kept by every run, and on AWS in the bucket work. Only what is new is loaded."
        },
        footer = {"", "Exit status: 0 when answered, 1 if not, 2 if the command line is wrong."})
final class HistoryCommand implements Callable<Integer> {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");

    private final Console console;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "DIRECTORY|s3://BUCKET",
            description =
                    "A pipeline that ran on this machine, or the bucket work of one on AWS. Default: the working directory.",
            defaultValue = "")
    private String where;

    @ArgGroup private Asked asked = new Asked();

    @ArgGroup private DeployedOptions deployed;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Leave out what happened longer ago: 30m, 24h, 7d.")
    private Optional<String> since;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "20",
            description = "Rows of an answer that may be long. Default: ${DEFAULT-VALUE}.")
    private int most;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where the run kept everything. Default: .spillway in DIRECTORY.")
    private Optional<Path> state;

    @Option(names = "--json", description = "One JSON object per row.")
    private boolean json;

    /** One question of several. */
    private static final class Asked {
        @Option(names = "--slowest", description = "Which work items took longest?")
        private boolean slowest;

        @Option(
                names = "--failures",
                description = "What failed and was not run again since, by reason?")
        private boolean failures;

        @Option(
                names = "--waits",
                description =
                        "How long did work wait, for its first phase and between phases? The slowest hand-over first.")
        private boolean waits;

        @Option(
                names = "--cost-by",
                paramLabel = "phase|upload|tag:NAME",
                description = "What was paid for?")
        private Optional<String> costBy = Optional.empty();

        @Option(names = "--over", paramLabel = "hour|day", description = "How did it change?")
        private Optional<Question.Over.Step> over = Optional.empty();

        @Option(
                names = "--sql",
                paramLabel = "QUERY",
                description = "A question of your own to the table history, in DuckDB's SQL.")
        private Optional<String> sql = Optional.empty();
    }

    HistoryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var question = question();
        var files = files();
        try (var table = HistoryTable.open(files.resolve("history.duckdb"))) {
            table.load(files.resolve("history"));
            if (since.isPresent()) {
                table.since(console.clock().instant().minus(span(since.get())));
            }
            table.shut();
            print(table.ask(question.sql()));
        }
        return ExitCode.DONE;
    }

    private Question question() {
        if (asked.slowest) {
            return new Question.Slowest(most);
        }
        if (asked.failures) {
            return new Question.Failures(most);
        }
        if (asked.waits) {
            return new Question.Waits();
        }
        if (asked.costBy.isPresent()) {
            return new Question.Cost(costBy(asked.costBy.get()), most);
        }
        if (asked.over.isPresent()) {
            return new Question.Over(asked.over.get());
        }
        return asked.sql.<Question>map(Question.Own::new).orElseGet(Question.Phases::new);
    }

    private Question.Cost.By costBy(String text) {
        if (text.equals("phase")) {
            return new Question.Cost.By.Phase();
        }
        if (text.equals("upload")) {
            return new Question.Cost.By.Upload();
        }
        if (text.startsWith("tag:") && text.length() > 4) {
            return new Question.Cost.By.Tag(text.substring(4));
        }
        throw misused(
                "Option --cost-by is \"%s\": expected phase, upload or tag:NAME.".formatted(text));
    }

    private Duration span(String text) {
        var span = SPAN.matcher(text);
        if (!span.matches()) {
            throw misused(
                    "Option --since is \"%s\": expected a time such as 30m, 24h or 7d."
                            .formatted(text));
        }
        var number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The directory that holds {@code history/}. */
    private Path files() throws IOException, InterruptedException {
        if (deployed != null) {
            var stack = deployed.stack();
            try (var services = Services.ofEnvironment(Optional.of(stack.region()))) {
                return downloaded(stack.places().workBucket(), services.s3());
            }
        }
        if (where.startsWith("s3://")) {
            try (var s3 = AwsClients.of(S3Client.builder())) {
                return downloaded(where.substring("s3://".length()).replaceFirst("/.*", ""), s3);
            }
        }
        var kept =
                state.map(Places::absolute)
                        .orElseGet(
                                () ->
                                        Places.pipelineDirectory(Path.of(where))
                                                .resolve(Places.STATE));
        if (!Files.isDirectory(kept.resolve("history"))) {
            throw new CommandFailed(
                    "Cannot ask the history in %s: nothing has ended there yet. Run the pipeline first: ./spillway run %s"
                            .formatted(Places.shown(kept), where));
        }
        return kept;
    }

    private Path downloaded(String bucket, S3Client s3) throws IOException {
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{2,62}")) {
            throw misused("\"%s\" names no bucket: expected s3://bucket.".formatted(where));
        }
        var cache = Path.of(System.getProperty("user.home"), ".cache", "spillway", bucket);
        Files.createDirectories(cache.resolve("history"));
        HistoryDownload.into(cache, new S3ObjectStore(s3), bucket);
        return cache;
    }

    private void print(Answer answer) {
        if (json) {
            answer.rows().forEach(row -> console.json().println(Json.write(object(answer, row))));
            console.json().flush();
            return;
        }
        new TextTable(console.style()).lines(answer).forEach(console.out()::println);
        console.out().flush();
    }

    private static JsonObject object(Answer answer, List<String> row) {
        var object = JsonObject.of();
        for (int i = 0; i < row.size(); i++) {
            var name = answer.columns().get(i);
            if (answer.numeric().get(i) && !row.get(i).isEmpty()) {
                object.put(name, new BigDecimal(row.get(i)));
            } else if (!row.get(i).isEmpty()) {
                object.put(name, row.get(i));
            }
        }
        return object.build();
    }
}

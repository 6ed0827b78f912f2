package io.spillway.pipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import io.spillway.pipeline.memory.TestClock;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineLoggerTest {

    private final List<String> lines = new ArrayList<>();
    private final LogContext context = LogContext.NONE.writingTo(lines::add);

    private static LineLogger logger(Map<String, String> environment) {
        return new LineLogger("io.spillway.X", LogSettings.of(environment), new TestClock());
    }

    private List<JsonObject> logged() {
        return lines.stream().map(Json::readObject).toList();
    }

    @Test
    void isWhatThePlatformGives() {
        assertThat(System.getLogger("io.spillway.Any")).isInstanceOf(LineLogger.class);
    }

    @ParameterizedTest
    @CsvSource({
        "{0} of {1}, 7 of b",
        "{1}{1}, bb",
        "{2} and {x} and {, {2} and {x} and {",
        "no values, no values",
        "it''s {0}, it's 7",
        "'{0}', '7'",
        "{0, {0"
    })
    void putsValuesIntoAMessage(String format, String expected) {
        assertThat(LineLogger.filled(format.replace("'{0}'", "''{0}''"), 7, "b"))
                .isEqualTo(expected);
    }

    @Test
    void leavesAMessageWithoutValuesAsItIs() {
        context.run(() -> logger(Map.of()).log(Level.INFO, "s3://in/{0}'' a"));

        assertThat(logged().getFirst().requireText("message")).isEqualTo("s3://in/{0}'' a");
    }

    @ParameterizedTest
    @CsvSource({
        ", , INFO",
        "DEBUG, , DEBUG",
        "debug, ERROR, DEBUG",
        ", WARN, WARNING",
        ", TRACE, TRACE",
        ", FATAL, ERROR",
        "off, , OFF",
        "loud, , INFO"
    })
    void takesItsThresholdFromTheEnvironment(String own, String lambdas, Level threshold) {
        var environment = new HashMap<String, String>();
        environment.put("SPILLWAY_LOG_LEVEL", own);
        environment.put("AWS_LAMBDA_LOG_LEVEL", lambdas);
        environment.values().removeIf(value -> value == null);

        assertThat(LogSettings.of(environment).threshold()).isEqualTo(threshold);
    }

    @Test
    void logsWhatReachesTheThreshold() {
        var logger = logger(Map.of("SPILLWAY_LOG_LEVEL", "WARN"));

        context.run(
                () -> {
                    logger.log(Level.INFO, "one");
                    logger.log(Level.INFO, "{0}", "two");
                    logger.log(Level.WARNING, "three");
                    logger.log(Level.ERROR, "four", new IllegalStateException());
                    assertThat(logger.isLoggable(Level.INFO)).isFalse();
                    assertThat(logger.isLoggable(Level.OFF)).isFalse();
                });

        assertThat(logged())
                .extracting(line -> line.requireText("message") + line.requireText("level"))
                .containsExactly("threeWARN", "fourERROR");
    }

    @Test
    void looksUpTranslationsOfThePlatformsOwnMessages() {
        var bundle =
                new ListResourceBundle() {
                    @Override
                    protected Object[][] getContents() {
                        return new Object[][] {{"key", "Port {0}"}};
                    }
                };

        context.run(() -> logger(Map.of()).log(Level.INFO, bundle, "key", 80));

        assertThat(logged().getFirst().requireText("message")).isEqualTo("Port 80");
    }

    @Test
    void goesToStandardOutputOnlyWhereAwsReadsIt() {
        assertThat(LogSettings.of(Map.of()).toStandardOutput()).isFalse();
        assertThat(LogSettings.of(Map.of("AWS_LAMBDA_RUNTIME_API", "h")).toStandardOutput())
                .isTrue();
        assertThat(LogSettings.of(Map.of("AWS_BATCH_JOB_ID", "j")).toStandardOutput()).isTrue();
    }

    @Test
    void reachesOtherThreadsOnlyWhereItIsHandedOver() throws Exception {
        var outer = context.with(LogField.UPLOAD, "u");

        outer.call(
                () -> {
                    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                        var handed = LogContext.current();
                        Callable<LogContext> current = LogContext::current;
                        assertThat(threads.submit(current).get()).isSameAs(LogContext.NONE);
                        assertThat(threads.submit(() -> handed.call(LogContext::current)).get())
                                .isSameAs(outer);
                    }
                    return null;
                });

        assertThat(LogContext.current()).isSameAs(LogContext.NONE);
    }

    @Test
    void remembersWhereSomethingWasThrown() {
        var watched = context.with(LogField.MESSAGE_ID, "m").watched();
        var inner = watched.with(LogField.WORK_ITEM, "w");
        var thrown = new IllegalStateException("x");

        assertThat(catching(watched, inner, thrown)).isSameAs(thrown);

        assertThat(watched.ofThrown(thrown).fields())
                .containsEntry(LogField.WORK_ITEM, "w")
                .containsEntry(LogField.MESSAGE_ID, "m");
        assertThat(watched.ofThrown(new IllegalStateException("y"))).isSameAs(watched);
    }

    private static Throwable catching(LogContext outer, LogContext inner, RuntimeException e) {
        try {
            return outer.call(
                    () ->
                            inner.call(
                                    () -> {
                                        throw e;
                                    }));
        } catch (IllegalStateException caught) {
            return caught;
        }
    }
}

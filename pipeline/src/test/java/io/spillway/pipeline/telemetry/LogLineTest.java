package io.spillway.pipeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

    private static String line(String message, Throwable thrown, LogContext context) {
        return LogLine.of(NOW, Level.INFO, "io.spillway.X", message, thrown, context);
    }

    @Test
    void saysWhenWhereAndWhatItIsAbout() {
        var context =
                LogContext.NONE
                        .with(LogField.UPLOAD, "u")
                        .with(LogField.PIPELINE, "weather")
                        .with(LogField.PHASE, "convert");

        assertThat(line("Done.", null, context))
                .isEqualTo(
                        "{\"time\":\"2026-01-01T00:00:00.123Z\",\"level\":\"INFO\",\"logger\":\"io.spillway.X\",\"message\":\"Done.\",\"pipeline\":\"weather\",\"phase\":\"convert\",\"upload\":\"u\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\r\nb",
                "\u0000",
                "\u001b[31mred",
                "\u007f",
                "\u0085",
                "\u2028\u2029",
                "\u202egpj.exe",
                "\u2066x\u2069",
                "\ufeff",
                "\"},{\"level\":\"ERROR\"",
                "\\",
                "ü😀"
            })
    void isOneLineOfJsonWhateverAKeyHolds(String key) {
        var line = line(key, null, LogContext.NONE.with(LogField.INPUT, key));

        assertThat(Json.readObject(line).requireText("message")).isEqualTo(key);
        assertThat(Json.readObject(line).requireText("input")).isEqualTo(key);
        assertThat(line.codePoints().filter(c -> c != 'ü' && c != 0x1f600))
                .allMatch(c -> c >= ' ' && c < 0x7f);
    }

    @Property
    void isOneLineOfJsonWhateverIsLogged(@ForAll @StringLength(max = 300) String message) {
        var line = line(message, null, LogContext.NONE);

        assertThat(Json.readObject(line).requireText("message")).isEqualTo(message);
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void survivesEncodingWithHalvesOfCharacters() {
        var line = line("\ud83d and \ude00", null, LogContext.NONE);

        assertThat(new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(line)
                .contains("\\ud83d and \\ude00");
    }

    @ParameterizedTest
    @CsvSource({"8192, ''", "8193, … (1 characters more)", "100000, … (91808 characters more)"})
    void cutsAMessageThatIsTooLong(int length, String note) {
        var message =
                Json.readObject(line("x".repeat(length), null, LogContext.NONE))
                        .requireText("message");

        assertThat(message).isEqualTo("x".repeat(Math.min(length, 8_192)) + note);
    }

    @Test
    void saysWhatWasThrownAndWhatCausedIt() {
        var thrown = new IllegalStateException("outer", new IOException("inner\n2"));

        var line = Json.readObject(line("It broke", thrown, LogContext.NONE));

        assertThat(line.requireText("exception")).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.requireText("exceptionMessage")).isEqualTo("outer");
        assertThat(line.requireText("stack"))
                .startsWith(
                        "java.lang.IllegalStateException: outer\n\tat io.spillway.pipeline.telemetry.LogLineTest.")
                .contains("\nCaused by: java.io.IOException: inner\n2\n\tat ");
    }

    @Test
    void staysBoundedWhateverWasThrown() {
        var first = new IllegalStateException("\u0001".repeat(100_000));
        var circle = new IllegalArgumentException("back", first);
        first.initCause(circle);
        var deep = new IllegalStateException("deep", circle);
        var frames = new StackTraceElement[10_000];
        Arrays.fill(frames, new StackTraceElement("C".repeat(300), "m", "f", 1));
        deep.setStackTrace(frames);
        JsonObject line = Json.readObject(line("\u0001".repeat(100_000), deep, LogContext.NONE));

        assertThat(line.requireText("stack")).hasSizeLessThan(17_000).contains("more");
        assertThat(line("\u0001".repeat(100_000), deep, LogContext.NONE)).hasSizeLessThan(200_000);
    }
}

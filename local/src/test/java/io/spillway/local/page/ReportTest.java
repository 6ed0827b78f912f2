package io.spillway.local.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.local.view.Samples;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.work.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final String HOSTILE = "a/</script><script>alert(1)</script>\u2028\u2029&.csv";

    @TempDir private Path directory;

    private RunFiles files;

    @BeforeEach
    void makeAState() {
        files = new RunFiles(directory);
    }

    @Test
    void refersToNothingOutsideItself() throws IOException {
        files.tell(RunFiles.succeeded("a/1.csv"));

        var html = written();

        assertThat(html)
                .contains("default-src 'none'")
                .doesNotContainPattern("(?:src|href)=\"(?!#|data:)")
                .doesNotContainPattern("@import|url\\(|(?m)^import |(?m)^export ");
    }

    @Test
    void keepsWhatStrangersWroteInsideItsData() throws IOException {
        files.tell(RunFiles.succeeded(HOSTILE));

        var html = written();

        assertThat(html).doesNotContain("alert(1)</script>", "\u2028", "\u2029");
        var data =
                Pattern.compile("<script type=\"application/json\"[^>]*>(.*?)</script>")
                        .matcher(html);
        assertThat(data.find()).isTrue();
        assertThat(Json.write(Json.read(data.group(1)))).contains(Json.write(Values.text(HOSTILE)));
    }

    @Test
    void bringsUploadsWithTroubleFirstAndSaysWhatItLeavesOut() throws IOException {
        for (var at = 0; at < 5; at++) {
            files.tell(RunFiles.succeeded("a/" + at + ".csv"));
        }
        var failing = Samples.item("convert", "a/failing.csv", 10);
        files.tell(
                Samples.failed(
                        failing, new Failure(Failure.Kind.BUG, "It broke."), Samples.noonPlus(2)));
        files.tell(RunFiles.succeeded("a/last.csv"));

        var data = new Report(files.subject(), 3, 4_000).data(Samples.NOON);

        assertThat(data.array("rows")).hasSize(3);
        assertThat(data.requireObject("stories").members()).containsKey(failing.upload().id());
        var cut = data.requireObject("cut");
        assertThat(cut.requireInt("uploads")).isEqualTo(7);
        assertThat(cut.requireInt("stories")).isLessThan(7).isPositive();
    }

    @Test
    void saysBeforeARunThatItsFileCanNotBeWritten() {
        assertThatThrownBy(() -> Report.check(directory.resolve("missing/report.html")))
                .hasMessageStartingWith("Cannot write " + directory + "/missing/report.html: ")
                .hasMessageEndingWith("Make it, or choose another --report.");
    }

    /** They become one script there. */
    @Test
    void hasNoNameTwiceAmongItsModules() {
        var names = new HashSet<String>();
        var declaration =
                Pattern.compile("(?m)^(?:export )?(?:async )?(?:function|const|let|class) (\\w+)");
        for (var module : Assets.SCRIPTS) {
            var found = declaration.matcher(Assets.text(module));
            while (found.find()) {
                assertThat(names.add(found.group(1))).as(found.group(1)).isTrue();
            }
        }
    }

    /** Text is put in as text, and styles through properties that the policy lets pass. */
    @Test
    void makesHtmlOfNoText() {
        for (var module : Assets.SCRIPTS) {
            assertThat(Assets.text(module))
                    .doesNotContainPattern(
                            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b|new Function|DOMParser");
        }
    }

    private String written() throws IOException {
        var file = directory.resolve("report.html");
        new Report(files.subject()).write(file, Samples.NOON);
        return Files.readString(file);
    }
}

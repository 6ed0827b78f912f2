package io.spillway.stages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.TestContent;
import io.spillway.pipeline.stage.TestWork;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class JoinStageTest {

    /** The members in this order, which isn't that of their names. */
    private static TestWork set(ContentType type, String... members) {
        var contents = new LinkedHashMap<String, TestContent>();
        for (var i = 0; i < members.length; i++) {
            contents.put(
                    "%d.%s".formatted(members.length - i, type.word()),
                    TestContent.of(members[i].getBytes(UTF_8)));
        }
        return TestWork.onSet("in/a", type, contents, true);
    }

    private static String joined(TestWork set, String... settings) throws Exception {
        Attempts.run(JoinStage.type(), set, settings);
        assertThat(set.written()).hasSize(1);
        return set.text(set.written().keySet().iterator().next());
    }

    @Test
    void writesMembersInTheirOrderWithOneHeader() throws Exception {
        assertThat(joined(set(ContentType.CSV, "h\n1\n", "h\n2\n", "h\n3")))
                .isEqualTo("h\n1\n2\n3");
    }

    @Test
    void namesItsOutputAfterTheTypeOfTheMembers() throws Exception {
        var set = set(ContentType.JSONL, "{}\n", "{}\n");
        Attempts.run(JoinStage.type(), set);

        assertThat(set.writtenTypes())
                .containsOnlyKeys("in/a.jsonl")
                .containsValue("application/jsonl");
    }

    @Test
    void writesMembersWithoutAHeaderAsTheyAre() throws Exception {
        assertThat(joined(set(ContentType.CSV, "1\n", "1\n", "1\n"), "header", "false"))
                .isEqualTo("1\n1\n1\n");
        assertThat(joined(set(ContentType.JSONL, "{}\n", "{}\n"))).isEqualTo("{}\n{}\n");
    }

    @Test
    void endsAMemberThatHasNoLineEnd() throws Exception {
        assertThat(joined(set(ContentType.CSV, "h", "h\n1", "h\r\n2", "h", "")))
                .isEqualTo("h\n1\n2");
    }

    @Test
    void leavesOutWhatMembersOfNothingHave() throws Exception {
        assertThat(joined(set(ContentType.CSV, "", "\uFEFFh\n1\n", "", "h\n2\n")))
                .isEqualTo("\uFEFFh\n1\n2\n");
    }

    @Test
    void leavesByteOrderMarksWhereThereIsNoHeader() throws Exception {
        assertThat(joined(set(ContentType.CSV, "\uFEFF1\n", "\uFEFF2\n"), "header", "false"))
                .isEqualTo("\uFEFF1\n\uFEFF2\n");
    }

    @Test
    void refusesAnotherHeader() {
        assertThat(Attempts.refusal(JoinStage.type(), set(ContentType.CSV, "h\n1\n", "i\n2\n")))
                .isEqualTo(
                        "Cannot join s3://drops/1.csv: its first row is another than that of the first member. Mend it, or set header to false.");
    }

    @Test
    void refusesAnArchiveAmongTheMembers() {
        assertThat(Attempts.refusal(JoinStage.type(), set(ContentType.ZIP, "PK", "PK")))
                .startsWith(
                        "Cannot join s3://drops/2.zip: it is of type zip, which can't be joined");
    }

    @Test
    void refusesAnObjectThatIsNoSet() {
        var work = TestWork.on("in/a.csv", ContentType.CSV, "h\n".getBytes(UTF_8));

        assertThatThrownBy(() -> Attempts.run(JoinStage.type(), work))
                .isInstanceOf(StageFailure.Configuration.class)
                .hasMessage(
                        "Cannot join s3://drops/in/a.csv: it is one object, no set. Give the phase \"after: {every: …}\".");
    }
}

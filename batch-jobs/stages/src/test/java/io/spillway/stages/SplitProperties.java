package io.spillway.stages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.TestContent;
import io.spillway.pipeline.stage.TestWork;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every table however it is cut. */
class SplitProperties {

    @Provide
    Arbitrary<String> right() {
        return Tables.rightOnes();
    }

    @Provide
    Arbitrary<String> any() {
        return Tables.anyOnes();
    }

    private static TestWork csv(byte[] bytes) {
        return TestWork.on("in/a.csv", ContentType.CSV, bytes);
    }

    private static List<byte[]> split(String table, String header, String name, int value)
            throws Exception {
        var size = name.equals("part-size") ? value + " B" : String.valueOf(value);
        return List.copyOf(
                Attempts.run(
                                SplitStage.type(),
                                csv(table.getBytes(UTF_8)),
                                "header",
                                header,
                                name,
                                size)
                        .written()
                        .values());
    }

    private static byte[] convert(byte[] table) throws Exception {
        return Attempts.run(ConvertStage.type(), csv(table)).written().get("in/a.csv.jsonl");
    }

    private static String text(List<byte[]> parts) {
        var all = new StringBuilder();
        parts.forEach(part -> all.append(new String(part, UTF_8)));
        return all.toString();
    }

    @Property(tries = 300)
    void partsWithoutAHeaderAreTheWhole(
            @ForAll("any") String table, @ForAll @IntRange(min = 1, max = 20) int size)
            throws Exception {
        List<byte[]> parts;
        try {
            parts = split(table, "false", "part-size", size);
        } catch (StageFailure.BadInput e) {
            Assume.that(false);
            return;
        }

        assertThat(text(parts)).isEqualTo(table);
        assertThat(parts).allMatch(part -> part.length > 0);
    }

    private static String join(ContentType type, List<byte[]> members, String header)
            throws Exception {
        var contents = new LinkedHashMap<String, TestContent>();
        for (var i = 0; i < members.size(); i++) {
            contents.put("part-%d.%s".formatted(i, type.word()), TestContent.of(members.get(i)));
        }
        var set = TestWork.onSet("in/a.csv", type, contents, true);
        Attempts.run(JoinStage.type(), set, "header", header);
        return set.text("in/a.csv." + type.word());
    }

    @Property(tries = 300)
    void partsJoinedAreTheWhole(
            @ForAll("any") String table,
            @ForAll @IntRange(min = 1, max = 20) int size,
            @ForAll boolean header)
            throws Exception {
        List<byte[]> parts;
        try {
            parts = split(table, String.valueOf(header), "part-size", size);
        } catch (StageFailure.BadInput e) {
            Assume.that(false);
            return;
        }

        assertThat(join(ContentType.CSV, parts, String.valueOf(header))).isEqualTo(table);
    }

    @Property(tries = 300)
    void partsAreConvertedLikeTheWhole(
            @ForAll("right") String table, @ForAll @IntRange(min = 1, max = 12) int count)
            throws Exception {
        var converted =
                split(table, "true", "parts", count).stream()
                        .map(
                                part -> {
                                    try {
                                        return convert(part);
                                    } catch (Exception e) {
                                        throw new AssertionError(e);
                                    }
                                })
                        .toList();

        assertThat(converted).hasSizeLessThanOrEqualTo(count);
        assertThat(join(ContentType.JSONL, converted, "true"))
                .isEqualTo(new String(convert(table.getBytes(UTF_8)), UTF_8));
    }
}

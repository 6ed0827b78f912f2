package io.spillway.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.spillway.pipeline.detect.ContentDetector;
import io.spillway.pipeline.detect.Unpacked;
import io.spillway.pipeline.detect.UnpackedSizes;
import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.TestWork;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What routing predicts of an archive is what {@link UnpackStage} takes out of it. */
class PredictedSizesTest {

    private static final byte[] NOISE = UnpackZipContractTest.noise(1, 3_000_000);
    private static final byte[] WEATHER = Samples.weather(3_000_000);

    static Stream<Arguments> archives() throws Exception {
        var zip = Archives.zip(Map.of("noise", NOISE, "weather", WEATHER, "empty", new byte[0]));
        return Stream.of(
                Arguments.of("a zip of three files", ContentType.ZIP, zip),
                Arguments.of(
                        "a small gzip",
                        ContentType.GZIP,
                        Archives.compressed(ContentType.GZIP, WEATHER)),
                Arguments.of(
                        "a gzip that doesn't pack",
                        ContentType.GZIP,
                        Archives.compressed(ContentType.GZIP, NOISE)),
                Arguments.of("an xz", ContentType.XZ, Archives.compressed(ContentType.XZ, WEATHER)),
                Arguments.of(
                        "an xz of two streams",
                        ContentType.XZ,
                        Archives.joined(
                                Archives.compressed(ContentType.XZ, WEATHER),
                                Archives.compressed(ContentType.XZ, NOISE))),
                Arguments.of("a zstd", ContentType.ZSTD, Zstd.compress(WEATHER, 3)),
                Arguments.of("a zstd that doesn't pack", ContentType.ZSTD, Zstd.compress(NOISE)),
                Arguments.of(
                        "a zstd of three frames",
                        ContentType.ZSTD,
                        Archives.joined(
                                Zstd.compress(new byte[1000]),
                                Zstd.compress(new byte[0]),
                                Zstd.compress(NOISE))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void areExact(String what, ContentType type, byte[] archive) throws Exception {
        var work = Attempts.run(UnpackStage.type(), TestWork.on("x", type, archive));

        assertThat(ContentDetector.detect("x", head(archive), archive.length).type())
                .isEqualTo(type);
        assertThat(unpacked(type, archive))
                .isInstanceOfSatisfying(
                        Unpacked.Exact.class,
                        exact -> assertThat(exact.bytes()).isEqualTo(work.bytesWritten()));
    }

    @Test
    void areExactThoughTheTrailerOfALargeGzipCouldHaveWrapped() throws Exception {
        var content = Archives.joined(NOISE, NOISE, WEATHER);
        var gzip = Archives.compressed(ContentType.GZIP, content);

        assertThat(unpacked(ContentType.GZIP, gzip))
                .isInstanceOfSatisfying(
                        Unpacked.Estimated.class,
                        estimate -> assertThat(estimate.bytes()).isEqualTo(content.length));
    }

    @Test
    void areCloseForAGzipOfManyMembers() throws Exception {
        var member = Archives.compressed(ContentType.GZIP, Arrays.copyOf(WEATHER, 60_000));
        var parts = new byte[200][];
        Arrays.fill(parts, member);

        assertThat(unpacked(ContentType.GZIP, Archives.joined(parts)))
                .isInstanceOfSatisfying(
                        Unpacked.Estimated.class,
                        estimate ->
                                assertThat(estimate.bytes()).isBetween(11_900_000L, 12_100_000L));
    }

    private static Unpacked unpacked(ContentType type, byte[] archive) throws Exception {
        return UnpackedSizes.of(
                type,
                archive.length,
                (offset, length) ->
                        Arrays.copyOfRange(archive, (int) offset, (int) offset + length));
    }

    private static byte[] head(byte[] archive) {
        return Arrays.copyOf(archive, Math.min(archive.length, ContentDetector.HEAD_BYTES));
    }
}

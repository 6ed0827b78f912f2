package io.spillway.stages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.stage.TestContent;
import io.spillway.pipeline.stage.TestWork;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Prints how many unpacked bytes each stage gets through in a second of CPU time. The profiles are
 * rounded down from the slowest run; run it again where they are doubted.
 */
final class StageRates {

    private static final int RUNS = 5;
    private static final int SMALL_FILES = 1800;
    private static final int SMALL = 18_000;

    private StageRates() {}

    public static void main(String[] arguments) throws Exception {
        var weather = readings(32 << 20);
        for (var type :
                new ContentType[] {
                    ContentType.GZIP, ContentType.BZIP2, ContentType.XZ, ContentType.ZSTD
                }) {
            measure(
                    "unpack " + type.word(),
                    UnpackStage.type(),
                    type,
                    Archives.compressed(type, weather),
                    weather.length);
        }
        measureZips(weather);
        measure("convert csv", ConvertStage.type(), ContentType.CSV, weather, weather.length);
        measure("split csv", SplitStage.type(), ContentType.CSV, weather, weather.length);
        measure("summary csv", SummaryStage.type(), ContentType.CSV, weather, weather.length);
        var lines =
                Attempts.run(
                                ConvertStage.type(),
                                TestWork.on("a", ContentType.CSV, firstLines(weather)))
                        .written()
                        .get("a.jsonl");
        measure("summary jsonl", SummaryStage.type(), ContentType.JSONL, lines, lines.length);
    }

    /** Rows that differ, so that packing them is as hard as packing real ones: about 4 : 1. */
    private static byte[] readings(int size) {
        var random = new Random(1);
        var csv = new StringBuilder("time,station,temperature,pressure,wind,weather\n");
        var words = new String[] {"sun", "rain", "fog", "drizzle", "snow"};
        var second = 1_325_376_000L;
        while (csv.length() < size) {
            second += 30 + random.nextInt(60);
            csv.append(Instant.ofEpochSecond(second)).append(",S").append(random.nextInt(400));
            csv.append(',').append(random.nextInt(400) / 10.0 - 10);
            csv.append(',').append(980 + random.nextInt(500) / 10.0);
            csv.append(',').append(random.nextInt(120) / 10.0);
            csv.append(',').append(words[random.nextInt(words.length)]).append('\n');
        }
        return csv.toString().getBytes(UTF_8);
    }

    private static void measureZips(byte[] weather) throws Exception {
        measure(
                "unpack zip, 1 file",
                UnpackStage.type(),
                ContentType.ZIP,
                Archives.zip(Map.of("weather.csv", weather)),
                weather.length);
        var small = new LinkedHashMap<String, byte[]>();
        for (var i = 0; i < SMALL_FILES; i++) {
            small.put(i + ".csv", Arrays.copyOfRange(weather, i * SMALL, (i + 1) * SMALL));
        }
        measure(
                "unpack zip, 1800 files",
                UnpackStage.type(),
                ContentType.ZIP,
                Archives.zip(small),
                SMALL_FILES * SMALL);
        measure(
                "unpack tar.gz, 1800 files",
                UnpackStage.type(),
                ContentType.GZIP,
                Archives.compressed(ContentType.GZIP, Archives.tar(small)),
                SMALL_FILES * SMALL);
    }

    private static byte[] firstLines(byte[] csv) {
        var end = csv.length / 2;
        while (csv[end - 1] != '\n') {
            end--;
        }
        return Arrays.copyOf(csv, end);
    }

    private static void measure(
            String what, StageType stage, ContentType type, byte[] content, long unpacked)
            throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        var rates = new long[RUNS];
        for (var run = 0; run < RUNS; run++) {
            var work = TestWork.counting("a", type, TestContent.of(content));
            var start = threads.getCurrentThreadCpuTime();
            stage.create(StageSettings.of(stage, Map.of())).run(work);
            rates[run] = (long) (unpacked * 1e3 / (threads.getCurrentThreadCpuTime() - start));
        }
        System.out.printf(
                "%-26s %s MB/s, packed %.1f : 1%n",
                what, Arrays.toString(rates), (double) unpacked / content.length);
    }
}

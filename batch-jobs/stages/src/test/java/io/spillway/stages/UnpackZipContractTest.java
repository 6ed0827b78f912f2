package io.spillway.stages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageContract;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.stage.TestContent;
import io.spillway.pipeline.stage.TestWork;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Holds {@link UnpackStage} on a zip to the contract of all stages. */
public class UnpackZipContractTest extends StageContract {

    @Override
    protected StageType type() {
        return UnpackStage.type();
    }

    @Override
    protected boolean hasCheckpoints() {
        return true;
    }

    @Override
    protected TestWork sample() throws Exception {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("weather.csv", Samples.weather(1 << 20));
        for (var i = 0; i < 40; i++) {
            files.put("noise/%d.bin".formatted(i), noise(i, 60_000));
        }
        return TestWork.on("in/files.zip", ContentType.ZIP, Archives.zip(files));
    }

    /** 300 MiB in 85 files. */
    @Override
    protected TestWork huge() throws Exception {
        var line = "2012-01-01,0.0,12.8,5.0,4.7,drizzle\n".repeat(100_000).getBytes(UTF_8);
        var zip = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(zip)) {
            for (var i = 0; i < 85; i++) {
                out.putNextEntry(new ZipEntry("weather/%d.csv".formatted(i)));
                out.write(line);
            }
        }
        return TestWork.counting(
                "in/files.zip", ContentType.ZIP, TestContent.of(zip.toByteArray()));
    }

    static byte[] noise(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}

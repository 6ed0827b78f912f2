package io.spillway.stages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageContract;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.stage.TestContent;
import io.spillway.pipeline.stage.TestWork;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Holds {@link UnpackStage} on a compressed tar to the contract of all stages. */
public class UnpackTarContractTest extends StageContract {

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
            files.put("noise/%d.bin".formatted(i), UnpackZipContractTest.noise(i, 60_000));
        }
        var tar = Archives.compressed(ContentType.GZIP, Archives.tar(files));
        return TestWork.on("in/files.tar.gz", ContentType.GZIP, tar);
    }

    /** One file of 300 MiB. */
    @Override
    protected TestWork huge() throws Exception {
        var lines = "2012-01-01,0.0,12.8,5.0,4.7,drizzle\n".repeat(100_000).getBytes(UTF_8);
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), UTF_8.name())) {
            var entry = new TarArchiveEntry("weather.csv");
            entry.setSize(85L * lines.length);
            tar.putArchiveEntry(entry);
            for (var i = 0; i < 85; i++) {
                tar.write(lines);
            }
            tar.closeArchiveEntry();
        }
        return TestWork.counting(
                "in/files.tar.gz", ContentType.GZIP, TestContent.of(bytes.toByteArray()));
    }
}

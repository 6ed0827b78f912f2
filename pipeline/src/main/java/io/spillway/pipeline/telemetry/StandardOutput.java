package io.spillway.pipeline.telemetry;

import java.nio.charset.StandardCharsets;

/** Lines on the process's standard output, where Lambda and AWS Batch take their logs from. */
final class StandardOutput {

    private StandardOutput() {}

    /** In one write: what is written in pieces may be torn by other threads or the log's driver. */
    static void writeLine(String line) {
        var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}

package io.spillway.local.simulation;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps production code from logging about every fault, until it is closed. */
final class Quiet implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.spillway");
    private final Level level = logger.getLevel();
    private final PrintStream err = System.err;

    Quiet() {
        logger.setLevel(Level.OFF);
        System.setErr(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        System.setErr(err);
        logger.setLevel(level);
    }
}

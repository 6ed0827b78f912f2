package io.spillway.pipeline.telemetry;

import java.time.Clock;

/** Gives {@link System#getLogger} loggers that write lines of JSON. The platform finds it. */
public final class LineLoggerFinder extends System.LoggerFinder {

    private final LogSettings settings = LogSettings.of(System.getenv());
    private final Clock clock = Clock.systemUTC();

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new LineLogger(name, settings, clock);
    }
}

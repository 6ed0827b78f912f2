package io.spillway.pipeline.memory;

import io.spillway.pipeline.telemetry.Meter;
import io.spillway.pipeline.telemetry.MeterContract;
import io.spillway.pipeline.telemetry.Subject;
import java.util.List;
import java.util.Map;

class MemoryMeterTest extends MeterContract {

    private final MemoryMeter meter = new MemoryMeter();

    @Override
    protected Meter meter() {
        return meter;
    }

    @Override
    protected Map<String, List<Long>> flushed(Subject subject) {
        return meter.flushed(subject);
    }
}

package io.spillway.stages;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageContract;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.stage.TestWork;
import java.util.Map;

/** Holds {@link SplitStage} to the contract of all stages. */
public class SplitContractTest extends StageContract {

    @Override
    protected StageType type() {
        return SplitStage.type();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("part-size", "100 KiB");
    }

    @Override
    protected TestWork sample() {
        return TestWork.on("in/weather.csv", ContentType.CSV, Samples.weather(2 << 20));
    }

    @Override
    protected TestWork huge() {
        return TestWork.counting(
                "in/weather.csv", ContentType.CSV, ConvertContractTest.hugeWeather());
    }

    @Override
    protected boolean hasCheckpoints() {
        return true;
    }
}

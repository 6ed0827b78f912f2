package io.spillway.stages;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageContract;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.stage.TestContent;
import io.spillway.pipeline.stage.TestWork;
import java.util.Arrays;

/** Holds {@link ConvertStage} to the contract of all stages. */
public class ConvertContractTest extends StageContract {

    @Override
    protected StageType type() {
        return ConvertStage.type();
    }

    @Override
    protected TestWork sample() {
        return TestWork.on("in/weather.csv", ContentType.CSV, Samples.weather(2 << 20));
    }

    @Override
    protected TestWork huge() {
        return TestWork.counting("in/weather.csv", ContentType.CSV, hugeWeather());
    }

    @Override
    protected boolean hasCheckpoints() {
        return true;
    }

    /** 130 MiB of weather. */
    static TestContent hugeWeather() {
        var once = Samples.bytes("seattle-weather.csv");
        var header = Samples.headerLength(once);
        return new TestContent(
                Arrays.copyOf(once, header),
                Arrays.copyOfRange(once, header, once.length),
                (130 << 20) / once.length);
    }
}

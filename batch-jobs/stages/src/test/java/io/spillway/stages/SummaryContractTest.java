package io.spillway.stages;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageContract;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.stage.TestWork;

/** Holds {@link SummaryStage} to the contract of all stages. */
public class SummaryContractTest extends StageContract {

    @Override
    protected StageType type() {
        return SummaryStage.type();
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
}

package io.spillway.stages;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.StageContract;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.stage.TestContent;
import io.spillway.pipeline.stage.TestWork;
import java.util.Map;
import java.util.TreeMap;

/** Holds {@link JoinStage} to the contract of all stages. */
public class JoinContractTest extends StageContract {

    private static final int MEMBERS = 10;

    @Override
    protected StageType type() {
        return JoinStage.type();
    }

    @Override
    protected TestWork sample() {
        return TestWork.onSet(
                "in/weather.csv",
                ContentType.CSV,
                members(TestContent.of(Samples.weather(300_000))),
                true);
    }

    @Override
    protected TestWork huge() {
        return TestWork.onSet(
                "in/weather.csv",
                ContentType.CSV,
                members(ConvertContractTest.hugeWeather()),
                false);
    }

    private static Map<String, TestContent> members(TestContent content) {
        var members = new TreeMap<String, TestContent>();
        for (var i = 0; i < MEMBERS; i++) {
            members.put("in/weather.csv/%d.csv".formatted(i), content);
        }
        return members;
    }
}

package io.spillway.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.pipeline.stage.Setting;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.StageType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInStagesTest {

    @Test
    void listsEachStageOnceByItsName() {
        assertThat(BuiltInStages.catalogue())
                .extracting(StageType::name)
                .containsExactly("unpack", "convert", "summary", "split", "join");
    }

    @ParameterizedTest
    @MethodSource("io.spillway.stages.BuiltInStages#catalogue")
    void canDoWithoutAnySetting(StageType type) {
        assertThat(type.create(StageSettings.of(type, Map.of()))).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("io.spillway.stages.BuiltInStages#catalogue")
    void hasDefaultsThatItAllows(StageType type) {
        assertThat(type.settings())
                .allSatisfy(
                        setting -> {
                            assertThat(setting.otherwise()).isPresent();
                            assertThat(setting.description()).endsWith(".");
                            if (!setting.allowed().isEmpty()) {
                                assertThat(setting.allowed()).contains(setting.otherwise().get());
                            }
                        })
                .extracting(Setting::name)
                .doesNotHaveDuplicates();
    }
}

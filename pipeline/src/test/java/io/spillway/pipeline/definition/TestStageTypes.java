package io.spillway.pipeline.definition;

import io.spillway.pipeline.stage.Setting;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageProfile;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.StageType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Stage types to check definitions against, without the stages themselves. */
public final class TestStageTypes {

    private TestStageTypes() {}

    /** The names that the documentation uses, and one type with settings of every kind. */
    public static Collection<StageType> catalogue() {
        return List.of(
                new Named("unpack", List.of(Setting.size("max-bytes", "100 GiB", "Most bytes."))),
                new Named(
                        "convert",
                        List.of(Setting.choice("to", List.of("jsonl"), "jsonl", "What to write."))),
                new Named("summary", List.of()),
                new Named(
                        "probe",
                        List.of(
                                new Setting(
                                        "word",
                                        Setting.Kind.TEXT,
                                        List.of(),
                                        Optional.empty(),
                                        "Required."),
                                Setting.wholeNumber("count", "1", "A number."),
                                Setting.size("size", "1 MiB", "A size."),
                                Setting.flag("fast", false, "A flag."))));
    }

    private record Named(String name, List<Setting> settings) implements StageType {

        @Override
        public StageProfile profile() {
            return new StageProfile(1, 0);
        }

        @Override
        public Stage create(StageSettings given) {
            throw new UnsupportedOperationException(
                    "Stage \"%s\" only has a type.".formatted(name));
        }
    }
}

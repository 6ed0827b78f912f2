package io.spillway.stages;

import io.spillway.pipeline.stage.Setting;
import io.spillway.pipeline.stage.Stage;
import io.spillway.pipeline.stage.StageFailure;
import io.spillway.pipeline.stage.StageProfile;
import io.spillway.pipeline.stage.StageSettings;
import io.spillway.pipeline.stage.StageType;
import io.spillway.pipeline.stage.Work;
import java.io.IOException;
import java.util.List;

/**
 * Joins the members of a set in their order into one output, with the header of the first.
 *
 * <p>What {@link SplitStage} cut, it makes whole again, byte for byte. A member that doesn't end
 * with a line end is given one if another follows.
 */
public final class JoinStage implements Stage {

    private final TableSettings.Delimiter delimiter;
    private final boolean header;

    private JoinStage(TableSettings.Delimiter delimiter, boolean header) {
        this.delimiter = delimiter;
        this.header = header;
    }

    public static StageType type() {
        return new Type();
    }

    @Override
    public void run(Work work) throws StageFailure, IOException, InterruptedException {
        var set = work.set();
        if (set.isEmpty()) {
            throw new StageFailure.Configuration(
                    "Cannot join %s: it is one object, no set. Give the phase \"after: {every: …}\"."
                            .formatted(work.input().object().location()));
        }
        new Joining(work, set.get(), delimiter, header).run();
    }

    private record Type() implements StageType {
        @Override
        public String name() {
            return "join";
        }

        @Override
        public List<Setting> settings() {
            return List.of(
                    TableSettings.delimiterSetting(),
                    Setting.flag(
                            "header",
                            true,
                            "Whether the first row of each member names the columns: then it stands once."));
        }

        /** It looks at fewer bytes than {@link SplitStage} and copies as many. */
        @Override
        public StageProfile profile() {
            return new StageProfile(500_000_000, 24 << 20);
        }

        @Override
        public Stage create(StageSettings settings) {
            return new JoinStage(TableSettings.delimiterOf(settings), settings.flag("header"));
        }
    }
}

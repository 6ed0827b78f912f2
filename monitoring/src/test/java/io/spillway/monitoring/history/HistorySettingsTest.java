package io.spillway.monitoring.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistorySettingsTest {

    private static final Map<String, JobSize> SIZES =
            Map.of("settle", new JobSize(new BigDecimal("0.25"), 512, false));

    @Test
    void readsTheSizesThatWereWritten() {
        var settings =
                HistorySettings.of(
                        Map.of(
                                "SPILLWAY_WORK_BUCKET",
                                "work",
                                HistorySettings.FUNCTION_MEMORY_VARIABLE,
                                "1769",
                                HistorySettings.JOB_SIZES_VARIABLE,
                                JobSize.write(SIZES),
                                HistorySettings.TAGS_VARIABLE,
                                "{\"owner\":\"me\"}"));

        assertThat(settings)
                .isEqualTo(new HistorySettings("work", 1_769, SIZES, Map.of("owner", "me")));
    }

    @Test
    void tellsAllThatIsMissing() {
        assertThatThrownBy(() -> HistorySettings.of(Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "Cannot start the history writer: SPILLWAY_WORK_BUCKET is not set; SPILLWAY_FUNCTION_MEMORY_MIB is not set. Set them in the function's environment.");
    }
}

package io.spillway.stages;

import io.spillway.pipeline.stage.ContentType;
import io.spillway.pipeline.stage.Setting;
import io.spillway.pipeline.stage.StageSettings;
import java.util.List;

/**
 * How a CSV is read.
 *
 * @param header whether the first row names the columns
 * @param numbers whether fields with the form of a JSON number count as numbers
 */
record TableSettings(Delimiter delimiter, boolean header, boolean numbers) {

    /** What parts the fields of a row. */
    enum Delimiter {
        AUTO,
        COMMA,
        SEMICOLON,
        TAB,
        PIPE;

        char character(ContentType type) {
            return switch (this) {
                case AUTO -> type == ContentType.TSV ? '\t' : ',';
                case COMMA -> ',';
                case SEMICOLON -> ';';
                case TAB -> '\t';
                case PIPE -> '|';
            };
        }

        private static Delimiter of(String word) {
            return switch (word) {
                case "," -> COMMA;
                case ";" -> SEMICOLON;
                case "tab" -> TAB;
                case "|" -> PIPE;
                default -> AUTO;
            };
        }
    }

    static List<Setting> settings() {
        return List.of(
                delimiterSetting(),
                Setting.flag(
                        "header",
                        true,
                        "Whether the first row names the columns; if not, they are named column1, column2 and so on."),
                Setting.flag(
                        "numbers",
                        true,
                        "Whether a field such as 12.5 is a number; 007 and 1,5 are text anyhow."));
    }

    static Setting delimiterSetting() {
        return Setting.choice(
                "delimiter",
                List.of("auto", ",", ";", "tab", "|"),
                "auto",
                "What parts the fields; auto: tab in a tsv, else comma.");
    }

    static Delimiter delimiterOf(StageSettings settings) {
        return Delimiter.of(settings.text("delimiter"));
    }

    static TableSettings of(StageSettings settings) {
        return new TableSettings(
                delimiterOf(settings), settings.flag("header"), settings.flag("numbers"));
    }
}

package io.spillway.stages;

import io.spillway.pipeline.json.JsonObject;
import java.math.BigDecimal;

/** The counts and sums of one column. Its size doesn't depend on the number of rows. */
final class ColumnSummary {

    private final NumberSummary numbers = new NumberSummary();
    private long texts;
    private long shortest = Long.MAX_VALUE;
    private long longest;
    private long others;

    /**
     * @param length in characters
     */
    void addText(long length) {
        texts++;
        shortest = Math.min(shortest, length);
        longest = Math.max(longest, length);
    }

    /** Adds a number in JSON's form. */
    void addNumber(char[] text, int offset, int length) {
        if (!numbers.add(text, offset, length)) {
            others++;
        }
    }

    void addNumber(BigDecimal number) {
        if (!numbers.add(number)) {
            others++;
        }
    }

    /** Adds what is neither null, text nor a number that can be summed. */
    void addOther() {
        others++;
    }

    JsonObject toJson(String name, long rows) {
        var count = numbers.count() + texts + others;
        var json = JsonObject.of().put("name", name).put("count", count).put("nulls", rows - count);
        if (numbers.count() > 0) {
            json.put("numbers", numbers.toJson());
        }
        if (texts > 0) {
            json.put(
                    "texts",
                    JsonObject.of()
                            .put("count", texts)
                            .put("minLength", shortest)
                            .put("maxLength", longest));
        }
        if (others > 0) {
            json.put("others", others);
        }
        return json.build();
    }
}

package io.spillway.pipeline.telemetry;

import java.util.regex.Pattern;

/**
 * One step of a trace.
 *
 * @param id 16 hexadecimal digits in lower case, not all 0
 */
public record Span(Trace trace, String id) {

    private static final Pattern ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");

    public Span {
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "\"%s\" is no span id: expected 16 hexadecimal digits, not all 0."
                            .formatted(id));
        }
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** As it travels: 55 characters. Source: W3C Trace Context, "traceparent header". */
    public String traceparent() {
        return "00-%s-%s-%s".formatted(trace.id(), id, trace.sampled() ? "01" : "00");
    }
}

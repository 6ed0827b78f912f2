package io.spillway.pipeline.telemetry;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What arrived with a message about the trace it belongs to.
 *
 * <p>Reading never throws: a header of another form is as good as none, because it comes from
 * strangers and the work must go on.
 *
 * @param parent id of the span that sent the message; X-Ray's form may leave it out
 */
public record TraceContext(Trace trace, Optional<String> parent) {

    /** Name of the message attribute, of the event's attribute and of the member in messages. */
    public static final String TRACEPARENT = "traceparent";

    /**
     * Name of the variable in a job's environment. Source: OpenTelemetry specification,
     * "Environment variables as context propagation carriers".
     */
    public static final String VARIABLE = "TRACEPARENT";

    private static final int LONGEST = 1_024;

    /** Versions after 00 may say more behind the flags. Source: W3C Trace Context, "Versioning". */
    private static final Pattern W3C =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final Pattern ROOT = Pattern.compile("1-([0-9a-f]{8})-([0-9a-f]{24})");

    /** Reads {@code 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01}. */
    public static Optional<TraceContext> ofTraceparent(String header) {
        if (header.length() > LONGEST) {
            return Optional.empty();
        }
        var match = W3C.matcher(header);
        if (!match.matches() || !isVersionKnown(match.group(1), match.group(5))) {
            return Optional.empty();
        }
        var sampled = (Integer.parseInt(match.group(4), 16) & 1) == 1;
        return of(match.group(2), Optional.of(match.group(3)), sampled);
    }

    private static boolean isVersionKnown(String version, String more) {
        return switch (version) {
            case "ff" -> false;
            case "00" -> more == null;
            default -> true;
        };
    }

    /**
     * Reads {@code Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1}. The
     * digits of both parts of the root are the trace id. Source: AWS X-Ray Developer Guide,
     * "Tracing header" and "Trace ID format".
     */
    public static Optional<TraceContext> ofXRay(String header) {
        if (header.length() > LONGEST) {
            return Optional.empty();
        }
        var members = members(header);
        var root = ROOT.matcher(members.getOrDefault("Root", ""));
        if (!root.matches()) {
            return Optional.empty();
        }
        return of(
                root.group(1) + root.group(2),
                Optional.ofNullable(members.get("Parent")).filter(Span::isId),
                members.getOrDefault("Sampled", "").equals("1"));
    }

    private static Map<String, String> members(String header) {
        var members = new HashMap<String, String>();
        for (var member : header.split(";")) {
            var equals = member.indexOf('=');
            if (equals > 0) {
                members.putIfAbsent(
                        member.substring(0, equals).strip(),
                        member.substring(equals + 1).strip().toLowerCase(Locale.ROOT));
            }
        }
        return members;
    }

    private static Optional<TraceContext> of(
            String traceId, Optional<String> parent, boolean sampled) {
        if (!Trace.isId(traceId) || !parent.map(Span::isId).orElse(true)) {
            return Optional.empty();
        }
        return Optional.of(new TraceContext(new Trace(traceId, sampled), parent));
    }

    /** What to send on in its place, unchanged; empty where no span is known. */
    public Optional<String> traceparent() {
        return parent.map(id -> new Span(trace, id).traceparent());
    }
}

package io.spillway.pipeline.telemetry;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What all log lines written in a stretch of code have in common, and where they go.
 *
 * <p>It holds for the calls made in {@link #call}, in the calling thread. A thread started there
 * has it only if the code that starts it hands it over: {@code var context = LogContext.current()}
 * before, {@code context.call(…)} inside.
 */
public final class LogContext {

    /** Says nothing; lines go where the process's own lines go. */
    public static final LogContext NONE =
            new LogContext(new EnumMap<>(LogField.class), Optional.empty(), Optional.empty());

    private static final ScopedValue<LogContext> CURRENT = ScopedValue.newInstance();

    private record Thrown(Throwable what, LogContext where) {}

    private final Map<LogField, String> fields;
    private final Optional<Consumer<String>> lines;
    private final Optional<AtomicReference<Thrown>> lastThrown;

    private LogContext(
            Map<LogField, String> fields,
            Optional<Consumer<String>> lines,
            Optional<AtomicReference<Thrown>> lastThrown) {
        this.fields = Collections.unmodifiableMap(fields);
        this.lines = lines;
        this.lastThrown = lastThrown;
    }

    /** The one that holds here; {@link #NONE} where none was set. */
    public static LogContext current() {
        return CURRENT.orElse(NONE);
    }

    /** Writes a line where the lines of this stretch of code go, else to standard output. */
    public static void writeLine(String line) {
        current().lines.orElse(StandardOutput::writeLine).accept(line);
    }

    public LogContext with(LogField field, String value) {
        var more = new EnumMap<LogField, String>(LogField.class);
        more.putAll(fields);
        more.put(field, value);
        return new LogContext(more, lines, lastThrown);
    }

    public LogContext with(LogField field, Optional<String> value) {
        return value.map(present -> with(field, present)).orElse(this);
    }

    /** With the trace that a message belongs to, and the span that sent it. */
    public LogContext within(Optional<TraceContext> trace) {
        return with(LogField.TRACE_ID, trace.map(context -> context.trace().id()))
                .with(LogField.PARENT_SPAN_ID, trace.flatMap(TraceContext::parent));
    }

    /** With another place for lines, each given without its line feed, from any thread. */
    public LogContext writingTo(Consumer<String> other) {
        return new LogContext(fields, Optional.of(other), lastThrown);
    }

    /** With the process's standard output as the place for lines. */
    public LogContext toStandardOutput() {
        return writingTo(StandardOutput::writeLine);
    }

    /** Starts a stretch of code of whose failures {@link #ofThrown} will be asked. */
    public LogContext watched() {
        return new LogContext(fields, lines, Optional.of(new AtomicReference<>()));
    }

    public Map<LogField, String> fields() {
        return fields;
    }

    Optional<Consumer<String>> lines() {
        return lines;
    }

    /** Runs something with this context. */
    public <R, X extends Throwable> R call(ScopedValue.CallableOp<? extends R, X> work) throws X {
        try {
            return ScopedValue.where(CURRENT, this).call(work);
        } catch (Throwable e) {
            lastThrown.ifPresent(last -> remember(last, e));
            throw e;
        }
    }

    /** Innermost first: who catches it further out can still say what it was about. */
    private void remember(AtomicReference<Thrown> last, Throwable e) {
        if (last.get() == null || last.get().what() != e) {
            last.set(new Thrown(e, this));
        }
    }

    /** {@link #call} for what gives nothing. */
    public void run(Runnable work) {
        call(
                () -> {
                    work.run();
                    return null;
                });
    }

    /**
     * The innermost context that this was thrown through, of all that were made from this one since
     * {@link #watched}; this one if it wasn't thrown through any.
     */
    public LogContext ofThrown(Throwable e) {
        return lastThrown
                .map(AtomicReference::get)
                .filter(last -> last.what() == e)
                .map(Thrown::where)
                .orElse(this);
    }
}

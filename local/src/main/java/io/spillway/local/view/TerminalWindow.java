package io.spillway.local.view;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The size of the terminal that standard output goes to, asked of it at every call, so that a
 * window that was made larger is used.
 *
 * <p>One call of the C library, rather than a process of {@code stty} each second or a library of
 * terminal code.
 */
public final class TerminalWindow implements Supplier<TerminalSize> {

    private static final int STANDARD_OUTPUT = 1;

    /** Source: {@code asm-generic/ioctls.h} of Linux, {@code sys/ttycom.h} of macOS. */
    private static final long TIOCGWINSZ_LINUX = 0x5413;

    private static final long TIOCGWINSZ_MACOS = 0x40087468;

    /** {@code struct winsize}: lines, columns, and twice pixels. */
    private static final MemoryLayout WINSIZE =
            MemoryLayout.sequenceLayout(4, ValueLayout.JAVA_SHORT);

    private final Optional<MethodHandle> ioctl;
    private final long request;

    private TerminalWindow(Optional<MethodHandle> ioctl, long request) {
        this.ioctl = ioctl;
        this.request = request;
    }

    /** On a system where it can't be asked, the size is {@link TerminalSize#DEFAULT}. */
    public static TerminalWindow ofStandardOutput() {
        var isMac = System.getProperty("os.name").startsWith("Mac");
        return new TerminalWindow(link(), isMac ? TIOCGWINSZ_MACOS : TIOCGWINSZ_LINUX);
    }

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> link() {
        var linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("ioctl")
                .map(
                        address ->
                                linker.downcallHandle(
                                        address,
                                        FunctionDescriptor.of(
                                                ValueLayout.JAVA_INT,
                                                ValueLayout.JAVA_INT,
                                                ValueLayout.JAVA_LONG,
                                                ValueLayout.ADDRESS),
                                        Linker.Option.firstVariadicArg(2)));
    }

    @Override
    public TerminalSize get() {
        return ioctl.flatMap(this::ask).orElse(TerminalSize.DEFAULT);
    }

    private Optional<TerminalSize> ask(MethodHandle call) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment window = arena.allocate(WINSIZE);
            if ((int) call.invokeExact(STANDARD_OUTPUT, request, window) != 0) {
                return Optional.empty();
            }
            var lines = Short.toUnsignedInt(window.getAtIndex(ValueLayout.JAVA_SHORT, 0));
            var columns = Short.toUnsignedInt(window.getAtIndex(ValueLayout.JAVA_SHORT, 1));
            return lines == 0 || columns == 0
                    ? Optional.empty()
                    : Optional.of(new TerminalSize(columns, lines));
        } catch (Throwable e) {
            throw new IllegalStateException("A call of ioctl failed inside Java.", e);
        }
    }
}

package io.spillway.legacy;

import io.spillway.pipeline.telemetry.ProcFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program and every process that it started, also those that left its process tree.
 *
 * <p>A process whose parent has exited is no descendant of the program any more. It is found
 * nevertheless: each was noticed while its parent lived, or it still carries the mark that the
 * program's environment was given. Only a process that dropped its environment and its parent
 * between two looks would be missed; and without {@code /proc}, as on macOS, one that dropped its
 * parent.
 *
 * <p>For one thread.
 */
final class ProcessFamily {

    /** The variable whose value marks a family. */
    static final String MARK = "SPILLWAY_RUN";

    /** Between two looks at processes that are to end. */
    private static final Duration LOOK = Duration.ofMillis(20);

    /** How long the kernel may take to end what SIGKILL was sent to; then it hangs in a device. */
    private static final Duration KILL_TAKES = Duration.ofSeconds(5);

    private static final Path PROC = Path.of("/proc");

    private final ProcessHandle program;
    private final String mark;
    private final Set<ProcessHandle> known = new LinkedHashSet<>();

    /**
     * @param mark the value of {@link #MARK} in the program's environment; like no other's
     */
    ProcessFamily(ProcessHandle program, String mark) {
        this.program = program;
        this.mark = MARK + "=" + mark + "\0";
        known.add(program);
    }

    /** Notices the processes that the program has now. Call it often while the program runs. */
    void look() {
        known.removeIf(process -> !process.isAlive());
        if (known.contains(program)) {
            program.descendants().forEach(known::add);
        }
    }

    /**
     * Most bytes that each process noticed held so far, added up; 0 where the system doesn't say.
     * Those that have ended don't count.
     */
    long peakMemory() {
        return known.stream()
                .mapToLong(process -> ProcFiles.peakMemory(process.pid()).orElse(0))
                .sum();
    }

    /**
     * Asks all to end with SIGTERM, and after {@code grace} makes those that are left with SIGKILL.
     * An interrupt doesn't cut this short; it is kept for the caller.
     *
     * @return the processes that nothing could end; almost always none
     */
    List<ProcessHandle> stop(Duration grace) {
        living().forEach(ProcessHandle::destroy);
        awaitEnd(grace, false);
        return kill();
    }

    /**
     * Ends all at once with SIGKILL. An interrupt doesn't cut this short; it is kept for the
     * caller.
     *
     * @return the processes that nothing could end; almost always none
     */
    List<ProcessHandle> kill() {
        awaitEnd(KILL_TAKES, true);
        return living();
    }

    /** The processes of the family that are running, the program among them. */
    List<ProcessHandle> living() {
        look();
        List.copyOf(known).stream().flatMap(ProcessHandle::descendants).forEach(known::add);
        marked().forEach(known::add);
        return known.stream().filter(ProcessFamily::isRunning).toList();
    }

    private void awaitEnd(Duration atMost, boolean killing) {
        var interrupted = Thread.interrupted();
        var deadline = System.nanoTime() + atMost.toNanos();
        for (var left = living();
                !left.isEmpty() && System.nanoTime() < deadline;
                left = living()) {
            if (killing) {
                left.forEach(ProcessHandle::destroyForcibly);
            }
            interrupted |= pause();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            return false;
        } catch (InterruptedException _) {
            return true;
        }
    }

    private Stream<ProcessHandle> marked() {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return Stream.empty();
        }
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            var found = Stream.<ProcessHandle>builder();
            for (var process : processes) {
                if (carriesMark(process)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
            return found.build();
        } catch (IOException | DirectoryIteratorException _) {
            return Stream.empty();
        }
    }

    private boolean carriesMark(Path process) {
        try {
            var environment = Files.readAllBytes(process.resolve("environ"));
            return new String(environment, StandardCharsets.ISO_8859_1).contains(mark);
        } catch (IOException _) {
            return false;
        }
    }

    /** A process that has ended but whose parent hasn't asked yet counts as ended. */
    private static boolean isRunning(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            var stat =
                    Files.readString(
                            PROC.resolve(process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return process.isAlive();
        }
    }
}

package io.spillway.local.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Samples the stacks of this process with the JDK's flight recorder, virtual threads included.
 *
 * <p>Takes samples of processor time where the JDK can, which also see time in the kernel: on
 * Linux. Elsewhere it takes the samples of threads that run Java code.
 */
final class Profiler implements AutoCloseable {

    private static final String CPU_TIME = "jdk.CPUTimeSample";
    private static final String EXECUTION = "jdk.ExecutionSample";
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final int MOST_HOT = 15;

    /** The SDK's stacks are deeper than the recorder's 64. */
    private static final String STACK_DEPTH = "stackdepth=512";

    private final Recording recording;
    private final String event;

    private Profiler(Recording recording, String event) {
        this.recording = recording;
        this.event = event;
    }

    static Profiler start() {
        deepenStacks();
        var hasCpuTime =
                FlightRecorder.getFlightRecorder().getEventTypes().stream()
                        .map(EventType::getName)
                        .anyMatch(CPU_TIME::equals);
        var recording = new Recording();
        if (hasCpuTime) {
            recording.enable(CPU_TIME).with("throttle", PERIOD.toMillis() + " ms");
        } else {
            recording.enable(EXECUTION).withPeriod(PERIOD);
        }
        recording.start();
        return new Profiler(recording, hasCpuTime ? CPU_TIME : EXECUTION);
    }

    /** Works until the recorder is first used in this process; a flag of the JVM does the same. */
    private static void deepenStacks() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "jfrConfigure",
                            new Object[] {new String[] {STACK_DEPTH}},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException(
                    "Cannot set the depth of recorded stacks. Run on a JDK with the flight recorder.",
                    e);
        }
    }

    /**
     * Stops sampling and sums up.
     *
     * @param file for the recording; it is removed again
     */
    Profile stop(Path file) throws IOException {
        recording.stop();
        recording.dump(file);
        var sums = new Sums();
        try (var events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                var next = events.readEvent();
                if (next.getEventType().getName().equals(event)) {
                    sums.add(next);
                }
            }
        }
        Files.delete(file);
        return sums.profile(event);
    }

    @Override
    public void close() {
        recording.close();
    }

    private static final class Sums {
        private final Map<Owner, Long> shares = new EnumMap<>(Owner.class);
        private final Map<Owner, Long> sdkCallers = new EnumMap<>(Owner.class);
        private final Map<Owner, Map<String, Long>> frames = new EnumMap<>(Owner.class);
        private long samples;

        void add(RecordedEvent sample) {
            if (sample.getStackTrace() == null) {
                return;
            }
            samples++;
            var stack = sample.getStackTrace().getFrames();
            var classes = stack.stream().map(Sums::className).toList();
            var owner = Owner.of(classes);
            shares.merge(owner, 1L, Long::sum);
            if (owner == Owner.SDK) {
                var callers = classes.stream().filter(name -> !Sums.isSdk(name)).toList();
                sdkCallers.merge(Owner.of(callers), 1L, Long::sum);
            }
            stack.stream()
                    .filter(
                            frame ->
                                    Owner.ofClass(className(frame))
                                            .filter(owner::equals)
                                            .isPresent())
                    .findFirst()
                    .ifPresent(
                            frame ->
                                    frames.computeIfAbsent(owner, _ -> new HashMap<>())
                                            .merge(name(frame, stack.getFirst()), 1L, Long::sum));
        }

        private static boolean isSdk(String name) {
            return Owner.ofClass(name).filter(Owner.SDK::equals).isPresent();
        }

        private static String className(RecordedFrame frame) {
            return frame.getMethod().getType().getName();
        }

        /** The owner's frame, and what it was in where that is somebody else's. */
        private static String name(RecordedFrame owned, RecordedFrame running) {
            var name = method(owned);
            return owned.equals(running) ? name : name + " in " + method(running);
        }

        private static String method(RecordedFrame frame) {
            var type = className(frame);
            return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
        }

        Profile profile(String event) {
            var hot = new EnumMap<Owner, List<Profile.HotFrame>>(Owner.class);
            frames.forEach(
                    (owner, counts) ->
                            hot.put(
                                    owner,
                                    counts.entrySet().stream()
                                            .sorted(
                                                    Map.Entry.<String, Long>comparingByValue()
                                                            .reversed())
                                            .limit(MOST_HOT)
                                            .map(
                                                    entry ->
                                                            new Profile.HotFrame(
                                                                    entry.getKey(),
                                                                    entry.getValue()))
                                            .toList()));
            return new Profile(event, samples, shares, sdkCallers, hot);
        }
    }
}

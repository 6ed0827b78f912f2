package io.spillway.local.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How often each fault is to strike.
 *
 * @param jar the command line's
 * @param jobs of a round
 * @param vcpus that jobs take together
 */
record ContainerFaultOptions(
        Map<ContainerFault, Integer> numbers, long seed, Path jar, int jobs, int vcpus) {

    ContainerFaultOptions {
        numbers = Map.copyOf(numbers);
    }

    /**
     * @throws IllegalArgumentException if they can't be understood, or the jar isn't there
     */
    static ContainerFaultOptions of(String... arguments) throws IOException {
        var numbers = new EnumMap<ContainerFault, Integer>(ContainerFault.class);
        for (var fault : ContainerFault.values()) {
            numbers.put(fault, 4);
        }
        var seed = Math.floorMod(System.nanoTime(), 1_000_000L);
        var jar = Path.of("local/target/spillway.jar");
        var jobs = 12;
        var vcpus = 2;
        for (int i = 0; i < arguments.length; i += 2) {
            var option = arguments[i];
            var value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (option) {
                case "--each" -> numbers.replaceAll((_, _) -> (int) number(option, value));
                case "--seed" -> seed = number(option, value);
                case "--jar" -> jar = Path.of(value);
                case "--jobs" -> jobs = (int) number(option, value);
                case "--vcpus" -> vcpus = (int) number(option, value);
                default -> numbers.put(fault(option), (int) number(option, value));
            }
        }
        if (!Files.exists(jar)) {
            throw new IllegalArgumentException(
                    "There is no %s. Start .ci/containers, which builds it.".formatted(jar));
        }
        return new ContainerFaultOptions(numbers, seed, jar.toAbsolutePath(), jobs, vcpus);
    }

    private static ContainerFault fault(String option) {
        return List.of(ContainerFault.values()).stream()
                .filter(fault -> fault.option().equals(option))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "There is no option %s, only --each, --kill, --memory, --spot, --time, --seed, --jar, --jobs and --vcpus."
                                                .formatted(option)));
    }

    private static long number(String option, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "Option %s is \"%s\": expected a whole number.".formatted(option, value));
        }
        return Long.parseLong(value);
    }
}

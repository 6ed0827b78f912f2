package io.spillway.local.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What to kill, and how often.
 *
 * @param kills 1 or more
 * @param example that holds the files, and in {@code app} the legacy program
 * @param jar the command line's
 */
record KillOptions(int kills, long seed, Path example, Path jar) {

    private static final int MOST_CHOSEN_SEED = 1_000_000;

    /**
     * @throws IllegalArgumentException if they can't be understood, or name what isn't there
     */
    static KillOptions of(String... arguments) throws IOException {
        var kills = 200;
        var seed = Math.floorMod(System.nanoTime(), (long) MOST_CHOSEN_SEED);
        var example = Path.of("examples/weather");
        var jar = Path.of("local/target/spillway.jar");
        for (int i = 0; i < arguments.length; i += 2) {
            var value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--kills" -> kills = Math.toIntExact(number(arguments[i], value));
                case "--seed" -> seed = number(arguments[i], value);
                case "--example" -> example = Path.of(value);
                case "--jar" -> jar = Path.of(value);
                default ->
                        throw new IllegalArgumentException(
                                "There is no option %s, only --kills, --seed, --example and --jar."
                                        .formatted(arguments[i]));
            }
        }
        if (kills < 1) {
            throw new IllegalArgumentException(
                    "Option --kills is %d: expected at least 1.".formatted(kills));
        }
        return new KillOptions(kills, seed, there(example, "app"), there(jar, ""));
    }

    private static long number(String option, String value) {
        if (!value.matches("\\d{1,18}")) {
            throw new IllegalArgumentException(
                    "Option %s is \"%s\": expected a whole number.".formatted(option, value));
        }
        return Long.parseLong(value);
    }

    private static Path there(Path path, String inside) {
        var wanted = path.resolve(inside).toAbsolutePath();
        if (!Files.exists(wanted)) {
            throw new IllegalArgumentException(
                    "There is no %s. Start .ci/kill-test, which builds it.".formatted(wanted));
        }
        return path.toAbsolutePath();
    }
}

package io.spillway.legacy;

import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What the machine gives a legacy program.
 *
 * @param app the directory that {@code {app}} stands for: where the program's own files are
 * @param searchPath directories in which a program given by name alone is looked up, parted by
 *     {@code :}; also the program's own PATH
 * @param log takes the lines that the program prints, made harmless: the first and the last of each
 *     run, as {@link CappedLog} says; called from several threads
 */
public record LegacyHost(Path app, String searchPath, Consumer<String> log) {

    public LegacyHost {
        app = app.toAbsolutePath().normalize();
    }

    /**
     * This process's own PATH, led by the {@code bin} directory of the JDK that runs it, so that
     * {@code java} in a command is the same Java everywhere.
     *
     * @param log as in the constructor
     */
    public static LegacyHost ofThisProcess(Path app, Consumer<String> log) {
        var java = Path.of(System.getProperty("java.home"), "bin").toString();
        var inherited = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return new LegacyHost(app, java + File.pathSeparator + inherited, log);
    }
}

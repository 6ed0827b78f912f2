package io.spillway.local.history;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;

/**
 * Opens DuckDB databases.
 *
 * <p>Its jar holds native code for all platforms, 80 MB: nobody who doesn't ask for the history has
 * to fetch it. The launcher does when it is first needed, and says where it is.
 */
final class DuckDb {

    /** Set by the launcher: path of the jar. */
    static final String JAR_PROPERTY = "spillway.duckdb";

    private DuckDb() {}

    /**
     * Opens a database, which is created if there is none.
     *
     * @throws IOException if the file is in use or can't be read, or there is no DuckDB
     */
    static Connection open(Path file) throws IOException {
        try {
            return driver().connect("jdbc:duckdb:" + file, new Properties());
        } catch (SQLException e) {
            throw new IOException(
                    "Cannot open %s: %s. Another ./spillway history may be using it; if not, delete it: it is made anew from the history's files."
                            .formatted(file, e.getMessage().lines().findFirst().orElse("")),
                    e);
        }
    }

    private static Driver driver() throws IOException {
        var jar = Optional.ofNullable(System.getProperty(JAR_PROPERTY)).map(Path::of);
        if (jar.isPresent() && Files.isRegularFile(jar.get())) {
            return driver(jar.get().toUri());
        }
        return ServiceLoader.load(Driver.class).stream()
                .filter(provider -> provider.type().getName().startsWith("org.duckdb."))
                .findFirst()
                .map(ServiceLoader.Provider::get)
                .orElseThrow(
                        () ->
                                new IOException(
                                        "Cannot ask the history: DuckDB isn't here. Start the command through ./spillway, which fetches it."));
    }

    /** The class loader stays open as long as its driver is used: for the rest of the program. */
    private static Driver driver(URI jar) throws IOException {
        var loader =
                new URLClassLoader(new URL[] {jar.toURL()}, ClassLoader.getPlatformClassLoader());
        return ServiceLoader.load(Driver.class, loader)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IOException(
                                        "Cannot ask the history: %s is no DuckDB.".formatted(jar)));
    }
}

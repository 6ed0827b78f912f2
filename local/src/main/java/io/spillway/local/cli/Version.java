package io.spillway.local.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Says which Spillway this is and what it runs on. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
        return new String[] {
            "spillway " + version.orElse("(not packaged)"),
            "Java %s, %s"
                    .formatted(
                            System.getProperty("java.version"), System.getProperty("java.vendor")),
            "%s %s %s"
                    .formatted(
                            System.getProperty("os.name"),
                            System.getProperty("os.version"),
                            System.getProperty("os.arch"))
        };
    }
}

package io.spillway.local.cli;

import io.spillway.local.page.PageServer;
import io.spillway.local.page.PageSubject;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the page is served, and whether a browser is told. */
final class PageOptions {

    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the page, 1 to 65535. Default: a free one.")
    private int port;

    @Option(
            names = "--open",
            description = "Open the page in the browser. Nothing opens otherwise.")
    private boolean open;

    /** Whether one of these options was given. */
    boolean isNamed() {
        return open || port != 0;
    }

    /** Starts serving, and says where on the console. */
    PageServer serve(PageSubject subject, Console console, CommandSpec spec) throws IOException {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Option --port is %d: expected 1 to %d.".formatted(port, HIGHEST_PORT));
        }
        var server =
                PageServer.start(
                        subject, Optional.of(new RunReplays(subject)), port, new SecureRandom());
        console.notice("Page: " + server.address());
        if (open) {
            open(server.address(), console);
        }
        return server;
    }

    private static void open(URI address, Console console) {
        var isMac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        var command = isMac ? "open" : "xdg-open";
        try {
            new ProcessBuilder(command, address.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            console.error(
                    "Cannot open a browser: there is no %s here. Open %s yourself."
                            .formatted(command, address));
        }
    }
}

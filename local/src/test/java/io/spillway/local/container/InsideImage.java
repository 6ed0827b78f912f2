package io.spillway.local.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks around from inside an image whose root is read-only: who it is, what it may write, whether
 * there is a shell. Exits 1 and says so where anything isn't as it should be. It needs nothing but
 * a Java.
 */
public final class InsideImage {

    private static final List<String> CLOSED = List.of("/", "/app", "/etc", "/home", "/spillway");

    private InsideImage() {}

    public static void main(String[] arguments) throws IOException {
        var wrong = new ArrayList<String>();
        var status = Files.readAllLines(Path.of("/proc/self/status"));
        var user = line(status, "Uid:");
        if (!user.equals("65532")) {
            wrong.add("It runs as user " + user + ".");
        }
        if (!line(status, "CapEff:").matches("0+")) {
            wrong.add("It has the capabilities " + line(status, "CapEff:") + ".");
        }
        CLOSED.stream()
                .filter(directory -> canWrite(Path.of(directory)))
                .forEach(directory -> wrong.add("It can write below " + directory + "."));
        if (!canWrite(Path.of("/tmp"))) {
            wrong.add("It can't write below /tmp.");
        }
        if (Files.exists(Path.of("/bin/sh"))) {
            System.out.println("It has a shell, as its base image does.");
        }
        System.out.printf(
                "user %s, process %d, %d processors, %d MiB of heap, root read-only: %s%n",
                user,
                ProcessHandle.current().pid(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                wrong.isEmpty() ? "as it should be" : wrong);
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    private static String line(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.split("\\s+")[1])
                .findFirst()
                .orElse("?");
    }

    private static boolean canWrite(Path directory) {
        try {
            Files.delete(Files.createFile(directory.resolve("spillway-was-here")));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the place of an image's main class and tells what it finds from inside, a fact a line: name, tab, value.
 */
class Probe {

    private static final List<String> NOT_TO_BE_WRITTEN =
            List.of("/", "/app", "/etc", "/home", "/spillway", "/usr", "/usr/local", "/var", "/var/tmp");

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "facts" -> facts();
            case "exhaust" -> exhaust();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void facts() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Uid:") || line.startsWith("Gid:") || line.startsWith("CapEff:")) {
                tell(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
            }
        }
        tell("process", ProcessHandle.current().pid());
        tell("heap", Runtime.getRuntime().maxMemory());
        tell("encoding", System.getProperty("sun.jnu.encoding"));
        tell("shell", Files.exists(Path.of("/bin/sh")));
        tell("written", NOT_TO_BE_WRITTEN.stream().filter(Probe::isWritable).toList());
        tell("temporary", isWritable("/tmp"));
        tell("executable", isExecutable(Path.of("/tmp/program")));
    }

    private static boolean isWritable(String directory) {
        var file = Path.of(directory, "probe Ü.tmp");
        try {
            Files.writeString(file, "x");
            Files.delete(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Native libraries are unpacked and loaded from there. */
    private static boolean isExecutable(Path file) throws IOException {
        Files.writeString(file, "#!/proc/self/exe\n");
        file.toFile().setExecutable(true);
        return Files.isExecutable(file);
    }

    private static void exhaust() {
        var held = new ArrayList<byte[]>();
        while (true) {
            held.add(new byte[1 << 20]);
        }
    }

    private static void tell(String name, Object value) {
        System.out.println(name + "\t" + value);
    }
}

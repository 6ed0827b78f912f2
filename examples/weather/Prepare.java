import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Makes {@code large/generated-stations.csv} in the directory that is its argument: a file too
 * large for the function, and too large for the repository.
 *
 * <p>It holds the real rows of {@code all-stations.csv} again and again, each time under stations
 * whose names say that they were generated: {@code Seattle (generated 001)}. Every run writes the
 * same bytes; where they are already there, it leaves them.
 */
final class Prepare {

    private static final int COPIES = 270;
    private static final String LABEL = " (generated %03d)";

    private final Path incoming;
    private final String header;
    private final List<String> rows;

    private Prepare(Path incoming) throws IOException {
        var lines = Files.readAllLines(incoming.resolve("all-stations.csv"));
        this.incoming = incoming;
        this.header = lines.getFirst();
        this.rows = lines.subList(1, lines.size());
    }

    public static void main(String[] arguments) throws IOException {
        var prepare = new Prepare(Path.of(arguments.length > 0 ? arguments[0] : "incoming"));
        System.out.println(prepare.large());
    }

    private String large() throws IOException {
        var file = incoming.resolve("large/generated-stations.csv");
        var size = size();
        if (Files.exists(file) && Files.size(file) == size) {
            return "%s is there: %,d bytes.".formatted(file, size);
        }
        Files.createDirectories(file.getParent());
        var unfinished = file.resolveSibling(".generated-stations.csv.part");
        try (var to = Files.newBufferedWriter(unfinished)) {
            writeAll(to);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return "Generated %s from real rows: %,d bytes, %,d rows of %d generated stations."
                .formatted(file, Files.size(file), (long) COPIES * rows.size(), COPIES * 2);
    }

    private void writeAll(BufferedWriter to) throws IOException {
        to.write(header + "\n");
        for (int copy = 1; copy <= COPIES; copy++) {
            var label = LABEL.formatted(copy);
            for (var row : rows) {
                var comma = row.indexOf(',');
                to.append(row, 0, comma)
                        .append(label)
                        .append(row, comma, row.length())
                        .append('\n');
            }
        }
    }

    /** What the whole file comes to, in bytes: every label has the same length. */
    private long size() {
        var copy = rows.stream().mapToLong(row -> bytes(row + LABEL.formatted(1)) + 1).sum();
        return bytes(header) + 1 + COPIES * copy;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

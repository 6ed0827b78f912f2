import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/**
 * Makes the files in {@code incoming/} that are cut or packed from {@code all-stations.csv} and
 * {@code hourly/seattle-normals.csv}, which came from elsewhere. All of them are committed, so
 * nobody needs to run this; it shows that no row was invented:
 *
 * <pre>{@code
 * cp -r incoming /tmp/incoming
 * java MakeArchives.java /tmp/incoming
 * diff -r incoming /tmp/incoming
 * }</pre>
 *
 * <p>finds no difference with Temurin 25. A Java that packs with another zlib may write other bytes
 * for the same content in {@code stations.zip} and {@code truncated.csv.gz}.
 */
final class MakeArchives {

    /** What zip entries are dated, so that every run writes the same. */
    private static final LocalDateTime DATED = LocalDateTime.of(2016, 1, 1, 0, 0);

    private final Path incoming;
    private final String header;
    private final List<String> rows;

    private MakeArchives(Path incoming) throws IOException {
        var lines = Files.readAllLines(incoming.resolve("all-stations.csv"));
        this.incoming = incoming;
        this.header = lines.getFirst();
        this.rows = lines.subList(1, lines.size());
    }

    public static void main(String[] arguments) throws IOException {
        var make = new MakeArchives(Path.of(arguments.length > 0 ? arguments[0] : "incoming"));
        make.daily();
        make.stations();
        make.broken();
    }

    private void daily() throws IOException {
        for (var year : List.of("2012", "2013", "2014", "2015")) {
            write("daily/seattle-%s.csv".formatted(year), csv("Seattle," + year));
        }
        write("daily/New York 2015 + Übersicht.csv", csv("New York,2015"));
        var hours = Files.readAllLines(incoming.resolve("hourly/seattle-normals.csv"));
        write("daily/hourly-by-mistake.csv", text(hours.subList(0, 1 + 48)));
    }

    /** A file for each station and month of 2015. */
    private void stations() throws IOException {
        var files = new TreeMap<String, byte[]>();
        for (var station : List.of("Seattle", "New York")) {
            for (int month = 1; month <= 12; month++) {
                var start = "%s,2015-%02d".formatted(station, month);
                var name =
                        "%s/2015-%02d.csv"
                                .formatted(station.toLowerCase().replace(' ', '-'), month);
                files.put(name, csv(start));
            }
        }
        write("stations.zip", zip(files));
    }

    private void broken() throws IOException {
        var whole = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(whole)) {
            gzip.write(csv("New York,2013"));
        }
        write("truncated.csv.gz", Arrays.copyOf(whole.toByteArray(), whole.size() * 3 / 5));
        var january = csv("Seattle,2014-01");
        write("escape.zip", zip(Map.of("../escaped.csv", january)));
        write("empty.csv", new byte[0]);
        write("not-really.csv", chart());
    }

    /** A picture of Seattle's highest temperatures in January 2012, a pixel per day and degree. */
    private byte[] chart() throws IOException {
        var days = rows.stream().filter(row -> row.startsWith("Seattle,2012-01")).toList();
        var image = new BufferedImage(days.size(), 20, BufferedImage.TYPE_BYTE_BINARY);
        for (int day = 0; day < days.size(); day++) {
            var highest = (int) Double.parseDouble(days.get(day).split(",")[3]);
            for (int degree = 0; degree < highest; degree++) {
                image.setRGB(day, 19 - degree, 0xffffff);
            }
        }
        var png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(DATED);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** The rows that start so, under the header. */
    private byte[] csv(String start) {
        var found = rows.stream().filter(row -> row.startsWith(start)).collect(Collectors.toList());
        found.addFirst(header);
        return text(found);
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void write(String name, byte[] content) throws IOException {
        var file = incoming.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}

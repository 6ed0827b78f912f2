package io.spillway.local.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What is simulated. Each is small enough for every pair of faults; {@link #WHOLE} has it all. */
final class Scenarios {

    /** As long as Lambda allows, so that a host that stood still goes on with its work. */
    private static final Duration LONG = Duration.ofMinutes(15);

    /** More than a schedule has faults, so that no job fails for having been struck. */
    private static final int MANY = 10;

    private static final byte[] CSV = Envelopes.bytes("a,b\n1,2\n");
    private static final String ROW = "{\"a\":1,\"b\":2}\n";

    private static final String SUMMARY =
            """
            {"rows":1,"columns":[\
            {"name":"a","count":1,"nulls":0,"numbers":{"count":1,"min":1,"max":1,"sum":1,"mean":1}},\
            {"name":"b","count":1,"nulls":0,"numbers":{"count":1,"min":2,"max":2,"sum":2,"mean":2}}]}
            """;

    private static final String UNPACK =
            """
            "unpack": {"on": "upload", "match": {"types": ["zip"]}, "stage": "unpack",
                       "inline": {"upTo": "1 MiB", "within": "30s"}, "batch": {"retries": 9}}
            """;
    private static final String CONVERT =
            """
            "convert": {"on": ["upload", {"after": "unpack"}], "match": {"types": ["csv"]}, "stage": "convert",
                        "inline": {"upTo": "1 MiB", "within": "30s"}, "batch": {"retries": 9}}
            """;
    private static final String CONVERT_ONLY =
            CONVERT.replace("[\"upload\", {\"after\": \"unpack\"}]", "\"upload\"");
    private static final String CONVERT_IN_BATCH =
            """
            "convert": {"on": "upload", "match": {"types": ["csv"]}, "stage": "convert", "batch": "always"}
            """;
    private static final String SUMMARISE =
            """
            "summarise": {"after": "convert", "stage": "summary", "batch": "always"}
            """;

    private static final String REPORT =
            """
            "report": {"after": {"every": "convert"}, "stage": "summary",
                       "inline": {"upTo": "1 MiB", "within": "30s"}, "batch": {"retries": 9}}
            """;

    private static final String SUMMARY_OF_TWO =
            """
            {"rows":2,"columns":[\
            {"name":"a","count":2,"nulls":0,"numbers":{"count":2,"min":1,"max":1,"sum":2,"mean":1}},\
            {"name":"b","count":2,"nulls":0,"numbers":{"count":2,"min":2,"max":2,"sum":4,"mean":2}}]}
            """;

    /** One file, done in the function. */
    static final Scenario INLINE =
            scenario(
                    "inline",
                    List.of(CONVERT_ONLY),
                    Map.of("in/a.csv", CSV),
                    Map.of("convert/in/a.csv.jsonl", ROW),
                    Set.of("convert in/a.csv succeeded"));

    /** Files that end without an output: empty, of no interest, damaged. */
    static final Scenario REFUSED =
            scenario(
                    "refused",
                    List.of(CONVERT_ONLY),
                    Map.of(
                            "in/empty.csv", new byte[0],
                            "in/notes.xml", Envelopes.bytes("<notes/>"),
                            "in/damaged.csv", Envelopes.bytes("a,b\n1,\"2\n")),
                    Map.of(),
                    Set.of(
                            "intake in/empty.csv failed",
                            "intake in/notes.xml skipped",
                            "convert in/damaged.csv failed"));

    /** An archive of two files, all in the function. */
    static final Scenario ARCHIVE =
            scenario(
                    "archive",
                    List.of(UNPACK, CONVERT),
                    Map.of("in/a.zip", zip()),
                    withArchive(Map.of()),
                    Set.of(
                            "unpack in/a.zip succeeded",
                            "convert unpack/in/a.zip/x.csv succeeded",
                            "convert unpack/in/a.zip/y.csv succeeded"));

    /** The same, and one report over what both files became. */
    static final Scenario FAN_IN =
            scenario(
                    "fan-in",
                    List.of(UNPACK, CONVERT, REPORT),
                    ARCHIVE.drops(),
                    withArchive(
                            Map.of("report/in/a.zip.every-convert.summary.json", SUMMARY_OF_TWO)),
                    Set.of(
                            "unpack in/a.zip succeeded",
                            "convert unpack/in/a.zip/x.csv succeeded",
                            "convert unpack/in/a.zip/y.csv succeeded",
                            "report in/a.zip.every-convert succeeded"));

    /** One file, done by a job that works long enough to renew its claim. */
    static final Scenario BATCH =
            new Scenario(
                    "batch",
                    definition(List.of(CONVERT_IN_BATCH)),
                    INLINE.drops(),
                    INLINE.outputs(),
                    INLINE.endings(),
                    LONG,
                    new Scenario.Slowness(Duration.ZERO, Duration.ofSeconds(15)),
                    MANY,
                    1);

    /** The same with one attempt: a job that dies leaves its work item to the router. */
    static final Scenario LAST_ATTEMPT =
            new Scenario(
                    "last-attempt",
                    BATCH.definition(),
                    INLINE.drops(),
                    INLINE.outputs(),
                    INLINE.endings(),
                    LONG,
                    Scenario.Slowness.NONE,
                    1,
                    1);

    /** The same, where nobody is told how the job ends: the schedule has to ask. */
    static final Scenario UNHEARD =
            new Scenario(
                    "unheard",
                    BATCH.definition(),
                    INLINE.drops(),
                    INLINE.outputs(),
                    INLINE.endings(),
                    LONG,
                    Scenario.Slowness.NONE,
                    1,
                    1,
                    Set.of(Scenario.ENDS_OF_JOBS),
                    Optional.empty());

    /** One file that the function has too little time for. */
    static final Scenario SPILL =
            new Scenario(
                    "spill",
                    INLINE.definition(),
                    INLINE.drops(),
                    INLINE.outputs(),
                    INLINE.endings(),
                    Duration.ofSeconds(60),
                    new Scenario.Slowness(Duration.ofSeconds(58), Duration.ZERO),
                    MANY,
                    1);

    /** Three files of a tar, of which the function has time for one; a job goes on from there. */
    static final Scenario CHECKPOINT =
            new Scenario(
                    "checkpoint",
                    definition(List.of(UNPACK.replace("\"zip\"", "\"tar\""))),
                    Map.of("in/a.tar", tar()),
                    Map.of(
                            "unpack/in/a.tar/0.txt", text('0'),
                            "unpack/in/a.tar/1.txt", text('1'),
                            "unpack/in/a.tar/2.txt", text('2')),
                    Set.of("unpack in/a.tar succeeded"),
                    SPILL.functionTimeout(),
                    SPILL.slowness(),
                    MANY,
                    1);

    /** A file that the function has time for half of; a job goes on in the middle of its output. */
    static final Scenario RESUMED =
            new Scenario(
                    "resumed",
                    INLINE.definition(),
                    Map.of("in/a.csv", csv()),
                    Map.of("convert/in/a.csv.jsonl", rows()),
                    INLINE.endings(),
                    SPILL.functionTimeout(),
                    SPILL.slowness(),
                    MANY,
                    1);

    /** Two files, done by one job one after the other. */
    static final Scenario TOGETHER = inBatch("together", CONVERT_IN_BATCH, 2);

    /** Files of which S3 told nobody, beside one that it told of. */
    static final Scenario UNTOLD =
            new Scenario(
                    "untold",
                    definition(List.of(CONVERT_ONLY)),
                    Map.of(
                            "in/a.csv",
                            CSV,
                            "in/b.csv",
                            CSV,
                            "in/c.xml",
                            Envelopes.bytes("<notes/>")),
                    Map.of("convert/in/a.csv.jsonl", ROW, "convert/in/b.csv.jsonl", ROW),
                    Set.of(
                            "convert in/a.csv succeeded",
                            "convert in/b.csv succeeded",
                            "intake in/c.xml skipped"),
                    LONG,
                    Scenario.Slowness.NONE,
                    MANY,
                    1,
                    Set.of("in/b.csv", "in/c.xml"),
                    Optional.empty());

    /** The same, with too little memory in a job of the first size. */
    static final Scenario OUTGROWN =
            new Scenario(
                    "outgrown",
                    TOGETHER.definition(),
                    TOGETHER.drops(),
                    TOGETHER.outputs(),
                    TOGETHER.endings(),
                    LONG,
                    Scenario.Slowness.NONE,
                    MANY,
                    2);

    /**
     * One file that goes to a larger job, whose name stands in the ledger for a while before it is
     * submitted: time for an attempt that outlived the first job to come by.
     */
    static final Scenario OUTLIVED =
            new Scenario(
                    "outlived",
                    definition(List.of(CONVERT_IN_BATCH)),
                    INLINE.drops(),
                    INLINE.outputs(),
                    INLINE.endings(),
                    LONG,
                    Scenario.Slowness.NONE,
                    MANY,
                    2,
                    Set.of(),
                    Optional.of(new Scenario.Standing("submit ", 2, Fault.CRASH_BEFORE)));

    /** So many files that an array job of two children does them. */
    static final Scenario ARRAY =
            inBatch(
                    "array",
                    CONVERT_IN_BATCH.replace(
                            "\"batch\": \"always\"",
                            "\"inline\": \"never\", \"batch\": {\"timeout\": \"60s\", \"retries\":"
                                    + " 9}"),
                    6);

    /** Everything at once. */
    static final Scenario WHOLE = whole();

    static final List<Scenario> ALL =
            List.of(
                    INLINE,
                    REFUSED,
                    ARCHIVE,
                    FAN_IN,
                    BATCH,
                    LAST_ATTEMPT,
                    UNHEARD,
                    SPILL,
                    CHECKPOINT,
                    RESUMED,
                    TOGETHER,
                    UNTOLD,
                    OUTGROWN,
                    OUTLIVED,
                    ARRAY,
                    WHOLE);

    private Scenarios() {}

    static Scenario named(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "There is no scenario \"%s\": expected one of %s."
                                                .formatted(
                                                        name,
                                                        ALL.stream()
                                                                .map(Scenario::name)
                                                                .toList())));
    }

    private static Scenario inBatch(String name, String phase, int files) {
        var drops = new TreeMap<String, byte[]>();
        var outputs = new TreeMap<String, String>();
        var endings = new TreeSet<String>();
        for (int i = 0; i < files; i++) {
            var key = "in/" + i + ".csv";
            drops.put(key, CSV);
            outputs.put("convert/" + key + ".jsonl", ROW);
            endings.add("convert " + key + " succeeded");
        }
        return scenario(name, List.of(phase), drops, outputs, endings);
    }

    private static Scenario whole() {
        var drops = new TreeMap<>(REFUSED.drops());
        drops.putAll(ARCHIVE.drops());
        return scenario(
                "whole",
                List.of(UNPACK, CONVERT, SUMMARISE),
                drops,
                withArchive(
                        Map.of(
                                "summarise/in/a.zip/x.csv.jsonl.summary.json", SUMMARY,
                                "summarise/in/a.zip/y.csv.jsonl.summary.json", SUMMARY)),
                Set.of(
                        "intake in/empty.csv failed",
                        "intake in/notes.xml skipped",
                        "convert in/damaged.csv failed",
                        "unpack in/a.zip succeeded",
                        "convert unpack/in/a.zip/x.csv succeeded",
                        "convert unpack/in/a.zip/y.csv succeeded",
                        "summarise convert/in/a.zip/x.csv.jsonl succeeded",
                        "summarise convert/in/a.zip/y.csv.jsonl succeeded"));
    }

    private static Map<String, String> withArchive(Map<String, String> more) {
        var outputs = new TreeMap<>(more);
        for (var name : List.of("x.csv", "y.csv")) {
            outputs.put("unpack/in/a.zip/" + name, "a,b\n1,2\n");
            outputs.put("convert/in/a.zip/" + name + ".jsonl", ROW);
        }
        return outputs;
    }

    private static Scenario scenario(
            String name,
            List<String> phases,
            Map<String, byte[]> drops,
            Map<String, String> outputs,
            Set<String> endings) {
        return new Scenario(
                name,
                definition(phases),
                drops,
                outputs,
                endings,
                LONG,
                Scenario.Slowness.NONE,
                MANY,
                1);
    }

    private static String definition(List<String> phases) {
        return "{\"pipeline\": \"p\", \"phases\": {" + String.join(",", phases) + "}}";
    }

    /** Six and a half of the buffers by which inputs are read. */
    private static byte[] csv() {
        return Envelopes.bytes("a,b\n" + "some text in a row,1\n".repeat(20_000));
    }

    private static String rows() {
        return "{\"a\":\"some text in a row\",\"b\":1}\n".repeat(20_000);
    }

    /** Three of them are more than two of the buffers by which inputs are read. */
    private static String text(char of) {
        return Character.toString(of).repeat(60_000);
    }

    private static byte[] tar() {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (var of : List.of('0', '1', '2')) {
                var entry = new TarArchiveEntry(of + ".txt");
                entry.setSize(text(of).length());
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.write(Envelopes.bytes(text(of)));
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var name : List.of("x.csv", "y.csv")) {
                var entry = new ZipEntry(name);
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(CSV);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

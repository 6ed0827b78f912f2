package io.spillway.pipeline.stage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Outputs that stay in the test. Stricter than real ones: it knows what was left open. */
final class TestOutputs implements Outputs {

    private final String key;
    private final boolean kept;
    private final Map<String, ByteArrayOutputStream> contents = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final List<String> open = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final TreeMap<String, ByteArrayOutputStream> offered = new TreeMap<>();
    private final Map<String, String> offeredTypes = new LinkedHashMap<>();
    private final Map<String, byte[]> begun = new LinkedHashMap<>();
    private final Map<String, byte[]> resumable = new LinkedHashMap<>();
    private long failAfter = Long.MAX_VALUE;
    private IOException failure;
    private long written;

    /**
     * @param kept whether the bytes are kept, not just counted
     */
    TestOutputs(String key, boolean kept) {
        this.key = key;
        this.kept = kept;
    }

    /** Once so many bytes would be exceeded, over all outputs, writing fails. */
    void failAfter(long bytes, IOException with) {
        failAfter = bytes;
        failure = with;
    }

    /** How many were closed. */
    int closed() {
        return closed.size();
    }

    /** Bytes of those that are open, by name. */
    Map<String, Integer> sizesOfOpen() {
        var sizes = new LinkedHashMap<String, Integer>();
        open.forEach(name -> sizes.put(name, contents.get(name).size()));
        return sizes;
    }

    /**
     * Holds the first outputs that another attempt closed ready for {@link #adopt}, and the start
     * of those that it had open.
     */
    void offer(TestOutputs other, int count, Map<String, Integer> opened) {
        opened.forEach(
                (name, size) ->
                        begun.put(
                                name, Arrays.copyOf(other.contents.get(name).toByteArray(), size)));
        for (var name : other.closed.subList(0, count)) {
            offered.put(name, other.contents.get(name));
            offeredTypes.put(name, other.types.get(name));
        }
    }

    /** Takes over what was offered. A second call does nothing. */
    void adopt() {
        if (!open.isEmpty() || !contents.isEmpty() && !offered.isEmpty()) {
            throw new AssertionError("The stage asked where to go on after its first output.");
        }
        contents.putAll(offered);
        types.putAll(offeredTypes);
        closed.addAll(offered.keySet());
        offered.clear();
        resumable.putAll(begun);
        begun.clear();
    }

    Map<String, byte[]> contents() {
        var copies = new LinkedHashMap<String, byte[]>();
        contents.forEach((name, bytes) -> copies.put(name, bytes.toByteArray()));
        return copies;
    }

    Map<String, String> types() {
        return types;
    }

    List<String> leftOpen() {
        return open;
    }

    /** Bytes in all. */
    long written() {
        return written;
    }

    @Override
    public OutputStream besideInput(String suffix, String contentType) throws StageFailure {
        if (!suffix.startsWith(".")) {
            throw new StageFailure.Bug("The suffix \"%s\" has no dot.".formatted(suffix));
        }
        return start(key + suffix, contentType);
    }

    @Override
    public OutputStream underInput(String path, String contentType) throws StageFailure {
        for (var segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new StageFailure.BadInput("The path \"%s\" is no path.".formatted(path));
            }
        }
        return start(key + "/" + path, contentType);
    }

    private OutputStream start(String name, String contentType) throws StageFailure {
        if (contents.containsKey(name)) {
            throw new StageFailure.BadInput("The output %s was given before.".formatted(name));
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(resumable.getOrDefault(name, new byte[0]));
        resumable.remove(name);
        contents.put(name, bytes);
        types.put(name, contentType);
        open.add(name);
        return new Sink(name, bytes);
    }

    private final class Sink extends OutputStream {

        private final String name;
        private final ByteArrayOutputStream bytes;

        Sink(String name, ByteArrayOutputStream bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (!open.contains(name)) {
                throw new IOException("The output %s is closed.".formatted(name));
            }
            if (written + length > failAfter) {
                throw failure;
            }
            written += length;
            if (kept) {
                bytes.write(source, offset, length);
            }
        }

        @Override
        public void close() {
            if (open.remove(name)) {
                closed.add(name);
            }
        }
    }
}

package io.spillway.local.wrap;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * What a jar says about itself.
 *
 * @param mainClass that its manifest names
 * @param classPath the relative paths that its manifest names, such as {@code lib/a.jar}
 */
record JarFacts(Optional<String> mainClass, List<String> classPath) {

    /** More would fill the screen. */
    private static final int MOST_CANDIDATES = 5;

    private static final String MAIN = "main";
    private static final String MAIN_TYPE = "([Ljava/lang/String;)V";
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /**
     * @throws CannotWrap if it is no jar
     */
    static JarFacts of(Path file) throws CannotWrap, IOException {
        try (var jar = new JarFile(file.toFile())) {
            var manifest = Optional.ofNullable(jar.getManifest());
            return new JarFacts(
                    attribute(manifest.map(m -> m.getMainAttributes()), Attributes.Name.MAIN_CLASS),
                    attribute(manifest.map(m -> m.getMainAttributes()), Attributes.Name.CLASS_PATH)
                            .map(SPACES::split)
                            .map(Arrays::asList)
                            .orElse(List.of())
                            .stream()
                            .filter(JarFacts::isBelow)
                            .toList());
        } catch (ZipException e) {
            throw new CannotWrap(
                    "Cannot wrap %s: it is no jar (%s). Wrap another program with --program."
                            .formatted(file, e.getMessage()));
        }
    }

    private static Optional<String> attribute(
            Optional<Attributes> attributes, Attributes.Name name) {
        return attributes
                .map(all -> all.getValue(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Neither a URL nor a way out of the jar's folder. */
    private static boolean isBelow(String entry) {
        return !entry.contains(":") && !entry.startsWith("/") && !entry.contains("..");
    }

    /** Some classes of a jar that could be its main class, in the order of the jar. */
    static List<String> mainClassesIn(Path file) throws IOException {
        var found = new ArrayList<String>();
        try (var jar = new JarFile(file.toFile())) {
            for (var entries = jar.entries();
                    entries.hasMoreElements() && found.size() < MOST_CANDIDATES; ) {
                var entry = entries.nextElement();
                if (isTopLevelClass(entry) && hasMain(jar.getInputStream(entry).readAllBytes())) {
                    found.add(className(entry));
                }
            }
        }
        return found;
    }

    private static boolean isTopLevelClass(JarEntry entry) {
        return entry.getName().endsWith(".class")
                && !entry.getName().contains("$")
                && !entry.getName().startsWith("META-INF/");
    }

    private static String className(JarEntry entry) {
        var name = entry.getName();
        return name.substring(0, name.length() - ".class".length()).replace('/', '.');
    }

    private static boolean hasMain(byte[] bytes) {
        try {
            return ClassFile.of().parse(bytes).methods().stream()
                    .anyMatch(
                            method ->
                                    method.methodName().equalsString(MAIN)
                                            && method.methodType().equalsString(MAIN_TYPE)
                                            && method.flags().has(AccessFlag.STATIC));
        } catch (IllegalArgumentException _) {
            return false; // a class of a version that this Java can't read
        }
    }
}

package io.spillway.legacy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program and its arguments, the placeholders filled in.
 *
 * <p>There is no shell: an argument stays one argument, whatever characters it holds. A value is
 * filled in once and not looked at again, so an object named <code>{outputs}</code> stays that. No
 * value turns an argument into an option: paths start with {@code /}, and a {@link SafeName} never
 * with {@code -}.
 */
record CommandLine(List<String> words) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(input|outputs|app|name)}");

    /**
     * What the placeholders stand for.
     *
     * @param input absolute
     * @param outputs absolute
     * @param app absolute
     * @param name of the input file, safe
     */
    record Values(Path input, Path outputs, Path app, String name) {

        private String of(String placeholder) {
            return switch (placeholder) {
                case "input" -> input.toString();
                case "outputs" -> outputs.toString();
                case "app" -> app.toString();
                default -> name;
            };
        }
    }

    CommandLine {
        words = List.copyOf(words);
    }

    static CommandLine of(List<String> template, Values values) {
        return new CommandLine(
                template.stream()
                        .map(
                                word ->
                                        PLACEHOLDER
                                                .matcher(word)
                                                .replaceAll(
                                                        found -> literal(found.group(1), values)))
                        .toList());
    }

    String program() {
        return words.getFirst();
    }

    /** The same arguments to the program at {@code path}. */
    List<String> withProgramAt(Path path) {
        var all = new ArrayList<>(words);
        all.set(0, path.toString());
        return all;
    }

    private static String literal(String placeholder, Values values) {
        return Matcher.quoteReplacement(values.of(placeholder));
    }
}

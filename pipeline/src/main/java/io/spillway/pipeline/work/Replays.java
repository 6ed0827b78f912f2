package io.spillway.pipeline.work;

import io.spillway.pipeline.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How a work item is done once more: as another one with the same phase and input, whose id says of
 * which it is the repetition, and the how manieth. {@code <id>-r2} is the second of {@code <id>}.
 *
 * <p>So the ledger of a work item that ended stays as it is, its repetition goes the whole work
 * path with claims and events of its own, and whoever asks for the same repetition twice gets it
 * once.
 */
public final class Replays {

    private static final Pattern REPETITION = Pattern.compile("(.+)-r([1-9]\\d{0,5})");

    private Replays() {}

    /** The id of the repetition after a work item, which may be one itself. */
    public static String idAfter(String id) {
        var repetition = REPETITION.matcher(id);
        return repetition.matches()
                ? repetition.group(1) + "-r" + (Integer.parseInt(repetition.group(2)) + 1)
                : id + "-r1";
    }

    /** The id of what was repeated first; the same for a work item that repeats none. */
    public static String original(String id) {
        var repetition = REPETITION.matcher(id);
        return repetition.matches() ? repetition.group(1) : id;
    }

    /** The how manieth repetition it is; 0 for a work item that repeats none. */
    public static int number(String id) {
        var repetition = REPETITION.matcher(id);
        return repetition.matches() ? Integer.parseInt(repetition.group(2)) : 0;
    }

    /**
     * Those that still count: without what another one of them is a repetition of. Who wants to
     * know what is still failed asks these.
     *
     * @param id gives the id of the work item that something is about
     */
    public static <T> List<T> newest(Collection<T> all, Function<T, String> id) {
        var newest = new HashMap<String, Integer>();
        all.forEach(one -> newest.merge(original(id.apply(one)), number(id.apply(one)), Math::max));
        return all.stream()
                .filter(one -> newest.get(original(id.apply(one))) == number(id.apply(one)))
                .toList();
    }

    /** The repetition after a work item. It didn't wait for its input, but for being asked for. */
    public static WorkItem after(WorkItem item) {
        var same = JsonObject.of();
        item.toJson().members().forEach((name, member) -> same.put(name, member.value()));
        return WorkItem.fromJson(same.put("id", idAfter(item.id())).build())
                .madeAt(Optional.empty());
    }
}

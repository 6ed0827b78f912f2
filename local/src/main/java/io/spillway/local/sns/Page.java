package io.spillway.local.sns;

import java.util.NavigableMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A list in parts of 100, each but the last with a token that leads to the next. */
final class Page {

    /** Source: Amazon SNS API Reference, "ListTopics". */
    private static final int MOST = 100;

    private Page() {}

    /** The part that the request's token leads to. */
    static <T> String of(
            Form form, String name, NavigableMap<String, T> all, Function<T, String> write) {
        var rest = all.tailMap(form.optional("NextToken").orElse(""), false);
        var members = rest.values().stream().limit(MOST).map(write).collect(Collectors.joining());
        var last = rest.keySet().stream().limit(MOST).reduce((_, next) -> next);
        var token =
                last.filter(key -> !key.equals(all.lastKey()))
                        .map(key -> Xml.text("NextToken", key))
                        .orElse("");
        return Xml.element(name, members) + token;
    }
}

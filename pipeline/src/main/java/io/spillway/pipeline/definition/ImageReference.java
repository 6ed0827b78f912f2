package io.spillway.pipeline.definition;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The reference of a container image: {@code registry.example:5000/path/name:tag@sha256:digest}, of
 * which registry, tag and digest may be left out.
 *
 * <p>Source: CNCF Distribution, "Reference grammar".
 */
final class ImageReference {

    /** Source: AWS Batch API, {@code ContainerProperties}, image: at most 255 characters. */
    static final int MOST_LENGTH = 255;

    private static final String HOST =
            "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]{1,5})?";
    private static final String NAME = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";

    private static final Pattern FORM =
            Pattern.compile(
                    "(?:%s/)?%s(?:/%s)*(?::%s)?(?:@sha256:[0-9a-f]{64})?"
                            .formatted(HOST, NAME, NAME, TAG));

    private ImageReference() {}

    static Optional<String> read(Node node) {
        var allowed =
                "the reference of an image, such as reports/settle:7 or reports/settle@sha256:…, at most %d characters"
                        .formatted(MOST_LENGTH);
        var reference = node.text(allowed);
        if (reference.isPresent() && !isOne(reference.get())) {
            node.mistake(allowed);
            return Optional.empty();
        }
        return reference;
    }

    private static boolean isOne(String text) {
        return text.length() <= MOST_LENGTH && FORM.matcher(text).matches();
    }
}

package io.spillway.local.definition;

import io.spillway.pipeline.definition.Problem;
import io.spillway.pipeline.json.JsonValue;
import io.spillway.pipeline.json.Position;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A document in YAML 1.2, core schema, as the JSON tree it stands for, every value with its place.
 *
 * <p>Stricter than YAML where its readers differ: what YAML 1.1, and with it Terraform's {@code
 * yamldecode}, takes for another value has to stand in quotes. The exception is the key {@code on},
 * which is passed on as it is written. Tags, keys that are no scalars and a second document are
 * mistakes. An alias stands for a copy of what its anchor names.
 *
 * @param root empty where the text couldn't be read to its end
 * @param problems by their place in the document
 */
public record YamlDocument(Optional<JsonValue> root, List<Problem> problems) {

    /** Ours: a hundred phases take a tenth of it. */
    public static final int MOST_BYTES = 1 << 20;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    public YamlDocument {
        problems = problems.stream().sorted().toList();
    }

    /** Reads a document. Never throws, whatever the bytes. */
    public static YamlDocument read(byte[] utf8) {
        if (utf8.length > MOST_BYTES) {
            return unreadable(new Position(1, 1), "found more than 1 MiB; allowed: 1 MiB at most.");
        }
        var bytes = ByteBuffer.wrap(utf8);
        var characters = CharBuffer.allocate(utf8.length);
        var decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes, characters, true);
        var text = characters.flip().toString();
        if (decoded.isError()) {
            return unreadable(
                    endOf(text),
                    "found the byte 0x%02X, which is no UTF-8 here; allowed: text in UTF-8."
                            .formatted(bytes.get() & 0xff));
        }
        return read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    }

    private static YamlDocument read(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!StreamReader.isPrintable(text.codePointAt(i))) {
                return unreadable(
                        endOf(text.substring(0, i)),
                        "found the character U+%04X; allowed: printable characters, or \\x%02X in double quotes."
                                .formatted(text.codePointAt(i), text.codePointAt(i)));
            }
        }
        return YamlTree.read(text);
    }

    static YamlDocument unreadable(Position at, String message) {
        return new YamlDocument(Optional.empty(), List.of(new Problem(at, "", message)));
    }

    /** The place right after a text. */
    private static Position endOf(String text) {
        var lines = text.split("\r\n|\r|\n", -1);
        var last = lines[lines.length - 1];
        return new Position(lines.length, last.codePointCount(0, last.length()) + 1);
    }
}

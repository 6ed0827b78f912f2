package io.spillway.local.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that the page is made of. They are part of the program and refer to nothing else. */
final class Assets {

    static final String DOCUMENT = "page.html";
    static final String STYLE = "page.css";
    static final String ICON = "icon.svg";

    /** Each may use only those before it. */
    static final List<String> SCRIPTS =
            List.of(
                    "dom.js",
                    "format.js",
                    "model.js",
                    "source.js",
                    "charts.js",
                    "graph.js",
                    "overview.js",
                    "uploads.js",
                    "timeline.js",
                    "receipt.js",
                    "upload.js",
                    "app.js");

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml");

    /**
     * @param type as the header says it
     */
    record Asset(byte[] content, String type) {}

    private Assets() {}

    /** A file by its name; empty if the page has none of that name. */
    static Optional<Asset> find(String name) {
        var isOne = name.equals(STYLE) || name.equals(ICON) || SCRIPTS.contains(name);
        return isOne ? Optional.of(read(name)) : Optional.empty();
    }

    static String text(String name) {
        return new String(read(name).content(), StandardCharsets.UTF_8);
    }

    private static Asset read(String name) {
        try (var in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its file " + name + ".");
            }
            return new Asset(in.readAllBytes(), TYPES.get(name.replaceFirst("^.*\\.", "")));
        } catch (IOException e) {
            throw new IllegalStateException("The program's file " + name + " can't be read.", e);
        }
    }
}

package io.spillway.local.page;

import io.spillway.pipeline.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/** The page's HTML document: as it is served, or with all it needs inside. */
final class Document {

    private static final Pattern IMPORT = Pattern.compile("(?m)^import [^;]*;\\n");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export ");

    private Document() {}

    /**
     * @param token for what may change something
     */
    static String live(String token) {
        return Assets.text(Assets.DOCUMENT)
                .replace(
                        "<!-- head -->",
                        """
                        <meta name="spillway-token" content="%s">
                        <link rel="icon" href="icon.svg">
                        <link rel="stylesheet" href="page.css">
                        <script type="module" src="app.js"></script>"""
                                .formatted(token))
                .replace("<!-- data -->", "");
    }

    /** One file that needs no other, nor a network: its policy lets it load nothing. */
    static String whole(JsonObject data) {
        var style = Assets.text(Assets.STYLE);
        var script = bundle();
        var policy =
                "default-src 'none'; img-src data:; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
                        .formatted(hash(style), hash(script));
        return Assets.text(Assets.DOCUMENT)
                .replace(
                        "<!-- head -->",
                        """
                        <meta http-equiv="Content-Security-Policy" content="%s">
                        <link rel="icon" href="data:image/svg+xml;base64,%s">
                        <style>%s</style>"""
                                .formatted(policy, base64(Assets.text(Assets.ICON)), style))
                .replace(
                        "<!-- data -->",
                        "<script type=\"application/json\" id=\"spillway-data\">%s</script>\n<script type=\"module\">%s</script>"
                                .formatted(SafeJson.write(data), script));
    }

    /**
     * All modules as one: each name is used once among them, and none is used before its module.
     */
    private static String bundle() {
        var all = new StringBuilder();
        for (var name : Assets.SCRIPTS) {
            var module = IMPORT.matcher(Assets.text(name)).replaceAll("");
            all.append(EXPORT.matcher(module).replaceAll("")).append('\n');
        }
        return all.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}

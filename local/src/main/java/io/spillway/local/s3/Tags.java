package io.spillway.local.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tags of objects and buckets. Source: Amazon S3 User Guide, "Categorizing your storage". */
final class Tags {

    private static final int KEY_CHARACTERS = 128;
    private static final int VALUE_CHARACTERS = 256;

    private Tags() {}

    /** As {@code x-amz-tagging} carries them: {@code a=1&b=2}, URL-encoded. */
    static Map<String, String> ofHeader(String header) {
        var tags = new LinkedHashMap<String, String>();
        for (var pair : header.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            var key = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            add(tags, Keys.urlDecode(key, true), Keys.urlDecode(value, true));
        }
        return limited(tags, Limits.OBJECT_TAGS);
    }

    /** From a {@code Tagging} document. */
    static Map<String, String> ofXml(XmlElement tagging, int most) {
        var set =
                tagging.first("TagSet").orElseThrow(() -> S3Error.malformedXml("it has no TagSet"));
        var tags = new LinkedHashMap<String, String>();
        for (var tag : set.all("Tag")) {
            add(tags, tag.require("Key"), tag.require("Value"));
        }
        return limited(tags, most);
    }

    private static void add(Map<String, String> tags, String key, String value) {
        if (key.isEmpty() || key.length() > KEY_CHARACTERS) {
            throw S3Error.invalidTag("The TagKey you have provided is invalid: " + key);
        }
        if (value.length() > VALUE_CHARACTERS) {
            throw S3Error.invalidTag("The TagValue you have provided is invalid: " + value);
        }
        if (tags.put(key, value) != null) {
            throw S3Error.invalidTag("Cannot provide multiple Tags with the same key: " + key);
        }
    }

    private static Map<String, String> limited(Map<String, String> tags, int most) {
        if (tags.size() > most) {
            throw S3Error.tooManyTags(most);
        }
        return tags;
    }

    static Xml toXml(Map<String, String> tags) {
        var xml = Xml.document("Tagging").open("TagSet");
        tags.forEach(
                (key, value) -> xml.open("Tag").add("Key", key).add("Value", value).close("Tag"));
        return xml.close("TagSet");
    }
}

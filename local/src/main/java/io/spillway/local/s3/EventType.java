package io.spillway.local.s3;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The events this stand-in can notify of. Source: Amazon S3 User Guide, "Supported event types for
 * SQS, SNS, and Lambda".
 */
enum EventType {
    PUT("ObjectCreated:Put"),
    COPY("ObjectCreated:Copy"),
    COMPLETE_MULTIPART_UPLOAD("ObjectCreated:CompleteMultipartUpload"),
    /** Written for browsers' form uploads, which the stand-in refuses: it never happens. */
    POST("ObjectCreated:Post"),
    DELETE("ObjectRemoved:Delete"),
    DELETE_MARKER_CREATED("ObjectRemoved:DeleteMarkerCreated");

    private static final Set<String> OTHER_FAMILIES =
            Set.of(
                    "ReducedRedundancyLostObject",
                    "ObjectRestore",
                    "Replication",
                    "LifecycleExpiration",
                    "LifecycleTransition",
                    "IntelligentTiering",
                    "ObjectTagging",
                    "ObjectAcl",
                    "ObjectAnnotation",
                    "ObjectRetention");

    private final String eventName;

    EventType(String eventName) {
        this.eventName = eventName;
    }

    /** As in an event record, without {@code s3:}. */
    String eventName() {
        return eventName;
    }

    /**
     * The types a configured name stands for, such as {@code s3:ObjectCreated:*}.
     *
     * @throws S3Error if it is no event type, or one that this stand-in can't notify of
     */
    static Set<EventType> matching(String configured) {
        var types =
                Arrays.stream(values())
                        .filter(type -> type.isNamedBy(configured))
                        .collect(Collectors.toUnmodifiableSet());
        if (!types.isEmpty()) {
            return types;
        }
        var parts = configured.split(":");
        if (parts.length > 1 && parts[0].equals("s3") && OTHER_FAMILIES.contains(parts[1])) {
            throw S3Error.notImplemented("Event type " + configured);
        }
        throw S3Error.invalidArgument(
                "The event '%s' is not supported for notifications.".formatted(configured));
    }

    private boolean isNamedBy(String configured) {
        var family = eventName.substring(0, eventName.indexOf(':') + 1);
        return configured.equals("s3:" + eventName) || configured.equals("s3:" + family + "*");
    }
}

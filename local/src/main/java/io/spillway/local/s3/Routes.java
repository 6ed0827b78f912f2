package io.spillway.local.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which operation a request is for. What isn't listed here isn't implemented. */
final class Routes {

    /** Carries out one operation. */
    @FunctionalInterface
    interface Operation {
        S3Response handle(S3Request request) throws IOException;
    }

    /** What a request is addressed to. */
    enum Resource {
        SERVICE,
        BUCKET,
        OBJECT
    }

    /** Parameters that any request may have: the SDK's name of the operation, and presigning. */
    private static final Set<String> COMMON =
            Set.of(
                    "x-id",
                    "X-Amz-Algorithm",
                    "X-Amz-Credential",
                    "X-Amz-Date",
                    "X-Amz-Expires",
                    "X-Amz-SignedHeaders",
                    "X-Amz-Signature",
                    "X-Amz-Security-Token",
                    "X-Amz-Content-Sha256",
                    "AWSAccessKeyId",
                    "Signature",
                    "Expires");

    /**
     * @param marker the parameter or, with a colon in front, the header that tells the operation
     *     from others; empty for the one that has none
     * @param parameters that it takes
     */
    private record Route(
            String method,
            Resource resource,
            String marker,
            Set<String> parameters,
            Operation operation) {

        boolean isMarked(S3Request request) {
            return marker.startsWith(":")
                    ? request.header(marker.substring(1)).isPresent()
                    : request.query().containsKey(marker);
        }
    }

    private final List<Route> routes = new ArrayList<>();

    /**
     * Adds an operation. Of two whose markers are both in a request, the first added wins.
     *
     * @param marker as {@code uploads}, {@code :x-amz-copy-source}, or empty
     */
    Routes add(
            String method,
            Resource resource,
            String marker,
            Set<String> parameters,
            Operation operation) {
        routes.add(new Route(method, resource, marker, parameters, operation));
        return this;
    }

    /**
     * @throws S3Error if nothing listed fits the method and every one of the parameters
     */
    Operation find(S3Request request) {
        var resource = resource(request);
        var route =
                routes.stream()
                        .filter(each -> each.method.equals(request.method()))
                        .filter(each -> each.resource == resource)
                        .filter(each -> each.marker.isEmpty() || each.isMarked(request))
                        .findFirst()
                        .orElseThrow(() -> S3Error.notImplemented(described(request, resource)));
        unknown(route, request)
                .ifPresent(
                        parameter -> {
                            throw S3Error.notImplemented(
                                    "%s with the parameter %s"
                                            .formatted(described(request, resource), parameter));
                        });
        return route.operation;
    }

    private static Optional<String> unknown(Route route, S3Request request) {
        return request.query().keySet().stream()
                .filter(
                        name ->
                                !name.equals(route.marker)
                                        && !route.parameters.contains(name)
                                        && !COMMON.contains(name))
                .findFirst();
    }

    private static Resource resource(S3Request request) {
        if (request.bucket().isEmpty()) {
            return Resource.SERVICE;
        }
        return request.key().isEmpty() ? Resource.BUCKET : Resource.OBJECT;
    }

    private static String described(S3Request request, Resource resource) {
        return "%s of %s %s"
                .formatted(
                        request.method(),
                        resource == Resource.OBJECT ? "an" : "a",
                        resource.name().toLowerCase());
    }
}

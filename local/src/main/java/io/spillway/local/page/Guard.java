package io.spillway.local.page;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask what. A page of a stranger can make a browser send requests to loopback, so the name
 * that was asked for, the page that asks, and for whatever changes something a token that only this
 * page was told, must be the right ones.
 */
final class Guard {

    static final String TOKEN = "X-Spillway-Token";

    /** Why a request isn't answered. */
    record Refusal(int status, String message) {}

    private final Set<String> hosts;
    private final String token;

    /**
     * @param endpoint where the page is served
     * @param token that requests which change something must carry
     */
    Guard(URI endpoint, String token) {
        this.hosts = Set.of("127.0.0.1:" + endpoint.getPort(), "localhost:" + endpoint.getPort());
        this.token = token;
    }

    Optional<Refusal> refusal(String method, Headers headers) {
        var host = headers.getFirst("Host");
        if (host == null || !hosts.contains(host)) {
            return refused(
                    421,
                    "Cannot answer for this host name: the page answers for %s only, so that no other site can read it."
                            .formatted(String.join(" and ", hosts.stream().sorted().toList())));
        }
        var origin = headers.getFirst("Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            return refused(403, "Cannot answer a page of another origin.");
        }
        return switch (method) {
            case "GET" -> Optional.empty();
            case "POST" -> refusalOfChange(headers, origin);
            default -> refused(405, "Cannot handle this method: expected GET or POST.");
        };
    }

    private Optional<Refusal> refusalOfChange(Headers headers, String origin) {
        if (origin == null) {
            return refused(403, "Cannot change anything for a request that names no origin.");
        }
        var given = headers.getFirst(TOKEN);
        if (given == null || !isToken(given)) {
            return refused(
                    403,
                    "Cannot change anything without the token of this start. Load the page again.");
        }
        return Optional.empty();
    }

    /** Takes the same time wherever the first difference is. */
    private boolean isToken(String given) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Refusal> refused(int status, String message) {
        return Optional.of(new Refusal(status, message));
    }
}

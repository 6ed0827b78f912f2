package io.spillway.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

    private static final String HOST = "127.0.0.1:8080";

    private final Guard guard = new Guard(URI.create("http://" + HOST), "secret");

    @ParameterizedTest
    @ValueSource(strings = {HOST, "localhost:8080"})
    void letsThisMachineRead(String host) {
        assertThat(guard.refusal("GET", headers("Host", host))).isEmpty();
    }

    /** A stranger's name that was made to lead to loopback (DNS rebinding). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example:8080",
                "127.0.0.1",
                "127.0.0.1:8081",
                "127.0.0.1:8080.attacker.example",
                ""
            })
    void refusesAnyOtherHostName(String host) {
        assertThat(guard.refusal("GET", headers("Host", host)).map(Guard.Refusal::status))
                .hasValue(421);
    }

    @Test
    void refusesARequestWithoutAHostName() {
        assertThat(guard.refusal("GET", new Headers()).map(Guard.Refusal::status)).hasValue(421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://attacker.example",
                "null",
                "https://127.0.0.1:8080",
                "http://127.0.0.1"
            })
    void refusesAPageOfAnotherOrigin(String origin) {
        assertThat(status("GET", headers("Host", HOST, "Origin", origin))).hasValue(403);
    }

    @Test
    void letsThePageItselfChangeSomethingWithItsToken() {
        assertThat(status("POST", change("http://" + HOST, "secret"))).isEmpty();
    }

    @Test
    void changesNothingWithoutTheTokenOfThisStart() {
        assertThat(status("POST", change("http://" + HOST, "Secret"))).hasValue(403);
        assertThat(status("POST", headers("Host", HOST, "Origin", "http://" + HOST))).hasValue(403);
    }

    @Test
    void changesNothingForWhoNamesNoOrigin() {
        assertThat(status("POST", headers("Host", HOST, Guard.TOKEN, "secret"))).hasValue(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "HEAD"})
    void refusesOtherMethods(String method) {
        assertThat(status(method, headers("Host", HOST))).hasValue(405);
    }

    private Optional<Integer> status(String method, Headers headers) {
        return guard.refusal(method, headers).map(Guard.Refusal::status);
    }

    private static Headers change(String origin, String token) {
        return headers("Host", HOST, "Origin", origin, Guard.TOKEN, token);
    }

    private static Headers headers(String... namesAndValues) {
        var headers = new Headers();
        for (var at = 0; at < namesAndValues.length; at += 2) {
            headers.add(namesAndValues[at], namesAndValues[at + 1]);
        }
        return headers;
    }
}

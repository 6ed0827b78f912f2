package io.spillway.local.twin;

import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers at which ports services were, so that clients find them again after a restart. A port
 * that somebody else has taken meanwhile gives way to a free one.
 */
final class Ports {

    /** A service that is told its port. */
    @FunctionalInterface
    interface Starter {
        void start(int port) throws IOException;
    }

    private final Path file;
    private final Map<String, URI> endpoints = new LinkedHashMap<>();

    private Ports(Path file) {
        this.file = file;
    }

    static Ports in(Path directory) throws IOException {
        var ports = new Ports(directory.resolve("endpoints.json"));
        if (Files.exists(ports.file)) {
            var json = Json.readObject(Files.readString(ports.file));
            json.members()
                    .keySet()
                    .forEach(name -> ports.endpoints.put(name, URI.create(json.requireText(name))));
        }
        return ports;
    }

    /** Starts a service at the port it had, or else at a free one. */
    void start(String name, Starter service) throws IOException {
        var before = endpoints.get(name);
        if (before != null) {
            try {
                service.start(before.getPort());
                return;
            } catch (BindException e) {
                endpoints.remove(name);
            }
        }
        service.start(0);
    }

    /** Keeps where the services are now. */
    void keep(Map<String, URI> now) throws IOException {
        var json = JsonObject.of();
        now.forEach((name, endpoint) -> json.put(name, endpoint.toString()));
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, Json.write(json.build()) + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

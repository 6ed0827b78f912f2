package io.spillway.local.batch;

import io.spillway.local.http.LoopbackServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A peer that no one here wrote: moto's server, where it is installed. */
final class MotoServer implements AutoCloseable {

    private final Process process;
    private final URI endpoint;
    private final HttpClient http = HttpClient.newHttpClient();
    private final LoopbackServer proxy;

    private MotoServer(Process process, URI endpoint) throws IOException {
        this.process = process;
        this.endpoint = endpoint;
        this.proxy = LoopbackServer.start(0, new WholeNumbers(endpoint, http));
    }

    static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "moto_server")));
    }

    /** Starts it on a free port and lets its jobs end at once. */
    static MotoServer start(Path log) throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        var process =
                new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        var server = new MotoServer(process, URI.create("http://127.0.0.1:" + port));
        Waiting.until(Duration.ofSeconds(30), server::isUp, () -> "moto_server, see " + log);
        server.post("/moto-api/config", "application/json", "{\"batch\": {\"use_docker\": false}}");
        return server;
    }

    /** Where the Java client can talk to it. */
    URI endpoint() {
        return proxy.endpoint();
    }

    /** Where it answers as it is. */
    URI ownEndpoint() {
        return endpoint;
    }

    private boolean isUp() {
        try {
            return post("/moto-api/reset", "application/json", "").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The first identifier in an EC2 answer that starts with the given text. */
    String firstFromEc2(String action, String prefix) throws IOException {
        var answer = query("ec2", Map.of("Action", action, "Version", "2016-11-15"));
        var found = Pattern.compile(prefix + "-[0-9a-f]+").matcher(answer);
        if (!found.find()) {
            throw new IOException("No %s in the answer to %s.".formatted(prefix, action));
        }
        return found.group();
    }

    void createRole(String name) throws IOException {
        query(
                "iam",
                Map.of(
                        "Action",
                        "CreateRole",
                        "Version",
                        "2010-05-08",
                        "RoleName",
                        name,
                        "AssumeRolePolicyDocument",
                        "{}"));
    }

    private String query(String service, Map<String, String> parameters) throws IOException {
        var body =
                parameters.entrySet().stream()
                        .map(
                                parameter ->
                                        parameter.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        parameter.getValue(),
                                                        StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        var request =
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
                                        .formatted(service))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(request.build()).body();
    }

    private HttpResponse<String> post(String path, String type, String body) throws IOException {
        return send(
                HttpRequest.newBuilder(URI.create(endpoint + path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        proxy.close();
        http.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

package io.spillway.local.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A request written byte by byte, for what no client would send. */
final class RawRequest {

    private final StringBuilder head = new StringBuilder();
    private byte[] body = new byte[0];

    /** Signed, as far as this server looks. */
    static RawRequest signed(String method, String target) {
        return unsigned(method, target).header("Authorization", "AWS4-HMAC-SHA256 anything");
    }

    static RawRequest unsigned(String method, String target) {
        var request = new RawRequest();
        request.head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        return request.header("Host", "127.0.0.1").header("Connection", "close");
    }

    RawRequest header(String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /** With the length that it has. */
    RawRequest body(String text) {
        return body(text, text.getBytes(StandardCharsets.UTF_8).length);
    }

    /** With a length that it may not have. */
    RawRequest body(String text, int declaredLength) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return header("Content-Length", Integer.toString(declaredLength));
    }

    /** The whole answer; empty if the connection was dropped. */
    String send(URI endpoint) throws IOException {
        try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            var bytes = new ByteArrayOutputStream();
            bytes.write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
            bytes.write(body);
            socket.getOutputStream().write(bytes.toByteArray());
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

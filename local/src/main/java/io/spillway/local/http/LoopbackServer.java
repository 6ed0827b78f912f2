package io.spillway.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP server on 127.0.0.1 with a virtual thread per request.
 *
 * <p>Its endpoint is an address, not a name: the AWS SDK then puts bucket names into the path by
 * itself.
 */
public final class LoopbackServer implements AutoCloseable {

    /**
     * Answers one request. What it throws becomes a dropped connection, as does not answering at
     * all; handlers turn their errors into answers. A handler reads the body to its end before it
     * answers: a client that is still writing would otherwise see a broken connection, not the
     * answer.
     */
    @FunctionalInterface
    public interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    static {
        // The head and the body of an answer are two writes. Without this the second waits for the
        // client's delayed acknowledgement: 40 ms for each request on a connection that is kept.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** Connections that may wait to be accepted; a burst of clients beyond it is refused. */
    private static final int BACKLOG = 1_024;

    private static final Duration LAST_REQUESTS = Duration.ofSeconds(5);

    private final HttpServer server;
    private final ExecutorService threads;

    private LoopbackServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts serving.
     *
     * @param port 0 for a free one
     * @throws IOException if the port is taken
     */
    public static LoopbackServer start(int port, Handler handler) throws IOException {
        var server = bind(port);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        handler.handle(exchange);
                        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                    }
                });
        server.start();
        return new LoopbackServer(server, threads);
    }

    private static HttpServer bind(int port) throws IOException {
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try {
            return HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
        } catch (BindException e) {
            throw new IOException(
                    "Cannot listen on 127.0.0.1:%d: %s. Stop what uses it, or choose another port."
                            .formatted(port, e.getMessage()),
                    e);
        }
    }

    /** {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Drops all connections, interrupts the handlers and waits for them, so that none of them still
     * changes anything when this returns. A second call does nothing.
     */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(LAST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

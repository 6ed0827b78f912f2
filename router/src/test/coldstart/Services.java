import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.pipeline.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * As much of S3, SNS, SQS and Batch as the cold-start benchmark needs, in a process of its own, so
 * that its CPU time is nobody else's. Every object of the bucket {@code drop} exists and is the
 * same small CSV file; what is put is kept.
 *
 * <p>{@code GET /-/counts} tells which requests came since the last time; {@code GET /-/sent} gives
 * the requests to SQS since the last time, a line each; {@code GET /-/delay?MILLISECONDS} sets how
 * long every answer takes from now on.
 */
class Services {

    private static final byte[] CSV =
            "date,high\n2012-01-01,12.8\n2012-01-02,10.6\n".repeat(20).getBytes(StandardCharsets.UTF_8);
    private static final String ETAG = "\"9b2cf535f27731c974343645a3985328\"";
    private static final int MOST_KEPT = 200_000;

    private final byte[] definition;
    private final NavigableMap<String, byte[]> kept = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile long delay;

    Services(byte[] definition) {
        this.definition = definition;
    }

    public static void main(String[] arguments) throws IOException {
        var services = new Services(Files.readAllBytes(Path.of(arguments[0])));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", services::handle);
        server.start();
        System.out.println(server.getAddress().getPort());
        System.out.flush();
        // Whoever started it holds the other end; when that is gone, so is this.
        System.in.read();
        System.exit(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath();
            switch (path) {
                case "/-/counts" -> send(exchange, 200, "text/plain", takeCounts());
                case "/-/sent" -> send(exchange, 200, "text/plain", takeSent());
                case "/-/delay" -> {
                    delay = Long.parseLong(exchange.getRequestURI().getQuery());
                    send(exchange, 200, "text/plain", "ok");
                }
                default -> {
                    sleep();
                    serve(exchange, path, body);
                }
            }
        }
    }

    private void serve(HttpExchange exchange, String path, byte[] body) throws IOException {
        var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null) {
            count("SQS " + target.substring(target.indexOf('.') + 1));
            var request = new String(body, StandardCharsets.UTF_8);
            sent.add(request);
            sqs(exchange, request);
        } else if (path.startsWith("/v1/")) {
            count("Batch " + path.substring("/v1/".length()));
            var id = new java.util.UUID(7, numbers.incrementAndGet());
            send(exchange, 200, "application/json",
                    "{\"jobArn\":\"arn:aws:batch:eu-central-1:123456789012:job/%1$s\",\"jobId\":\"%1$s\",\"jobName\":\"job\"}"
                            .formatted(id));
        } else if (path.equals("/")) {
            sns(exchange, new String(body, StandardCharsets.UTF_8));
        } else {
            s3(exchange, path, body);
        }
    }

    private void s3(HttpExchange exchange, String path, byte[] body) throws IOException {
        var method = exchange.getRequestMethod();
        var query = exchange.getRequestURI().getQuery();
        if (query != null && query.contains("list-type=2")) {
            count("S3 LIST");
            list(exchange, path, query);
            return;
        }
        count("S3 " + method + (query == null || query.startsWith("versionId") ? "" : " ?" + query.split("=")[0]));
        var headers = exchange.getResponseHeaders();
        headers.set("ETag", ETAG);
        headers.set("x-amz-request-id", "0");
        switch (method) {
            case "HEAD" -> {
                headers.set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
                headers.set("Content-Type", "text/csv");
                headers.set("Content-Length", Integer.toString(CSV.length));
                exchange.sendResponseHeaders(200, -1);
            }
            case "GET" -> {
                var content = path.startsWith("/drop/") ? CSV : path.endsWith("/definition.json") ? definition : kept.get(path);
                if (content == null) {
                    send(exchange, 404, "application/xml", "<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>");
                } else {
                    var ranged = exchange.getRequestHeaders().containsKey("Range");
                    if (ranged) {
                        headers.set("Content-Range", "bytes 0-%d/%d".formatted(content.length - 1, content.length));
                    }
                    send(exchange, ranged ? 206 : 200, "application/octet-stream", content);
                }
            }
            case "PUT" -> {
                if (kept.size() > MOST_KEPT) {
                    kept.clear();
                }
                var chunked = exchange.getRequestHeaders().containsKey("x-amz-decoded-content-length");
                var first = query != null || kept.putIfAbsent(path, chunked ? unchunked(body) : body) == null;
                if (first) {
                    send(exchange, 200, "application/xml", "");
                } else {
                    send(exchange, 412, "application/xml", "<Error><Code>PreconditionFailed</Code><Message>it exists</Message></Error>");
                }
            }
            case "POST" ->
                    send(exchange, 200, "application/xml",
                            query.startsWith("uploads")
                                    ? "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"
                                    : "<CompleteMultipartUploadResult><ETag>" + ETAG.replace("\"", "&quot;") + "</ETag></CompleteMultipartUploadResult>");
            default -> exchange.sendResponseHeaders(204, -1);
        }
    }

    /**
     * What is between the chunks' heads: {@code SIZE-IN-HEX;…\r\nBYTES\r\n}, of which one of size 0 is the last. Source:
     * Amazon S3 API Reference, "Signature calculations: chunked upload".
     */
    private static byte[] unchunked(byte[] body) {
        var content = new ByteArrayOutputStream();
        for (int at = 0; ; ) {
            var end = at;
            while (body[end] != '\r') {
                end++;
            }
            var head = new String(body, at, end - at, StandardCharsets.US_ASCII);
            var size = Integer.parseInt(head.split(";")[0], 16);
            if (size == 0) {
                return content.toByteArray();
            }
            content.write(body, end + 2, size);
            at = end + 2 + size + 2;
        }
    }

    /** All keys at once: nobody here has more than a page. */
    private void list(HttpExchange exchange, String path, String query) throws IOException {
        var bucket = path.endsWith("/") ? path : path + "/";
        var prefix = bucket + query.replaceAll("(.*&)?prefix=([^&]*).*", "$2");
        var contents = new StringBuilder();
        for (var key : kept.tailMap(prefix).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            contents.append("<Contents><Key>").append(key.substring(bucket.length())).append("</Key><Size>1</Size></Contents>");
        }
        send(exchange, 200, "application/xml",
                "<ListBucketResult><IsTruncated>false</IsTruncated>" + contents + "</ListBucketResult>");
    }

    private void sns(HttpExchange exchange, String form) throws IOException {
        var action = form.replaceAll("(?s).*\\bAction=([A-Za-z]+).*", "$1");
        count("SNS " + action);
        var ids = new StringBuilder();
        for (var field : form.split("&")) {
            if (field.matches("PublishBatchRequestEntries\\.member\\.\\d+\\.Id=.*")) {
                ids.append("<member><Id>%s</Id><MessageId>m%d</MessageId></member>"
                        .formatted(URLDecoder.decode(field.substring(field.indexOf('=') + 1), StandardCharsets.UTF_8), numbers.incrementAndGet()));
            }
        }
        var result = ids.isEmpty() ? "<MessageId>m" + numbers.incrementAndGet() + "</MessageId>" : "<Successful>" + ids + "</Successful><Failed/>";
        send(exchange, 200, "text/xml",
                "<%1$sResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><%1$sResult>%2$s</%1$sResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></%1$sResponse>"
                        .formatted(action, result));
    }

    private void sqs(HttpExchange exchange, String request) throws IOException {
        var taken = new StringJoiner(",");
        for (var entry : Json.readObject(request.getBytes(StandardCharsets.UTF_8)).objects("Entries")) {
            taken.add("{\"Id\":\"%s\",\"MessageId\":\"m%d\",\"MD5OfMessageBody\":\"%s\"}"
                    .formatted(entry.requireText("Id"), numbers.incrementAndGet(), md5(entry.requireText("MessageBody"))));
        }
        send(exchange, 200, "application/x-amz-json-1.0", "{\"Successful\":[" + taken + "],\"Failed\":[]}");
    }

    /** The SDK refuses an answer without it. */
    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sleep() {
        if (delay > 0) {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void count(String request) {
        counts.computeIfAbsent(request, _ -> new AtomicLong()).incrementAndGet();
    }

    private String takeCounts() {
        var text = new StringBuilder();
        new TreeMap<>(counts).forEach((request, count) -> text.append(request).append('\t').append(count).append('\n'));
        counts.clear();
        return text.toString();
    }

    private String takeSent() {
        var text = new StringBuilder();
        for (var request = sent.poll(); request != null; request = sent.poll()) {
            text.append(request.replace("\n", "")).append('\n');
        }
        return text.toString();
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        send(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        if (content.length > 0) {
            exchange.getResponseBody().write(content);
        }
    }
}

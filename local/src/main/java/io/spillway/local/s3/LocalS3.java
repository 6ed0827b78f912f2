package io.spillway.local.s3;

import io.spillway.local.fault.Faults;
import io.spillway.local.http.LoopbackServer;
import io.spillway.local.journal.Journal;
import io.spillway.local.s3.Routes.Resource;
import io.spillway.pipeline.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Amazon S3 on the loopback interface, for the ordinary AWS SDK.
 *
 * <p>Whatever it has acknowledged outlives its process: objects, uploads in progress and event
 * notifications that are still to be delivered. Life runs in three steps: construct, {@link
 * Journal#replay}, {@link #start}.
 */
public final class LocalS3 implements AutoCloseable, Journal.Journaled {

    private static final Set<String> NONE = Set.of();
    private static final Set<String> VERSION = Set.of("versionId");

    private final Sequence sequence;
    private final BlobStore blobs;
    private final S3State state;
    private final EventRecords events;
    private final Publisher publisher;
    private final NotificationDelivery delivery;
    private final S3Handler handler;
    private LoopbackServer server;

    /**
     * @param directory holds the bytes of the objects; made if absent, and nobody else's
     * @param faults of kind DELAY, DUPLICATE, THROTTLE and LOST_RESPONSE strike here
     * @param sink receives event notifications once {@link #start} was called
     */
    public LocalS3(
            Path directory, Journal journal, Faults faults, Clock clock, NotificationSink sink) {
        sequence = new Sequence(clock);
        blobs = new BlobStore(directory, sequence);
        state = new S3State(journal, blobs, sequence);
        events = new EventRecords(sequence);
        publisher = new Publisher(state, sequence, events, clock);
        delivery =
                new NotificationDelivery(
                        sink, faults, id -> state.commit(new Change.Delivered(id)));
        handler = new S3Handler(routes(clock, sink), faults, sequence);
    }

    private Routes routes(Clock clock, NotificationSink sink) {
        var routes = new Routes();
        addNotifications(routes, new NotificationOperations(state, sink, clock));
        addBuckets(routes, new BucketOperations(state, clock));
        addListings(routes);
        addUploads(routes, new MultipartOperations(state, blobs, publisher, sequence, clock));
        addObjects(routes, new ObjectDeletes(state, sequence, events, clock));
        return routes;
    }

    private static void addBuckets(Routes routes, BucketOperations buckets) {
        routes.add("GET", Resource.SERVICE, "", NONE, buckets::list)
                .add("GET", Resource.BUCKET, "location", NONE, buckets::location)
                .add("GET", Resource.BUCKET, "versioning", NONE, buckets::versioning)
                .add("PUT", Resource.BUCKET, "versioning", NONE, buckets::setVersioning)
                .add("GET", Resource.BUCKET, "tagging", NONE, buckets::tags)
                .add("PUT", Resource.BUCKET, "tagging", NONE, buckets::setTags)
                .add("DELETE", Resource.BUCKET, "tagging", NONE, buckets::deleteTags)
                .add("PUT", Resource.BUCKET, "", NONE, buckets::create)
                .add("HEAD", Resource.BUCKET, "", NONE, buckets::head)
                .add("DELETE", Resource.BUCKET, "", NONE, buckets::delete);
    }

    private static void addNotifications(Routes routes, NotificationOperations notifications) {
        routes.add("GET", Resource.BUCKET, "notification", NONE, notifications::get)
                .add("PUT", Resource.BUCKET, "notification", NONE, notifications::put);
    }

    private void addListings(Routes routes) {
        var uploads = new MultipartListings(state);
        var page = Set.of("prefix", "delimiter", "encoding-type");
        routes.add(
                        "GET",
                        Resource.BUCKET,
                        "list-type",
                        union(page, "max-keys", "start-after", "continuation-token", "fetch-owner"),
                        new ListOperations(state)::objects)
                .add(
                        "GET",
                        Resource.BUCKET,
                        "versions",
                        union(page, "max-keys", "key-marker", "version-id-marker"),
                        new VersionListing(state)::versions)
                .add(
                        "GET",
                        Resource.BUCKET,
                        "uploads",
                        union(page, "key-marker", "upload-id-marker", "max-uploads"),
                        uploads::uploads)
                .add(
                        "GET",
                        Resource.OBJECT,
                        "uploadId",
                        Set.of("max-parts", "part-number-marker"),
                        uploads::parts);
    }

    private static void addUploads(Routes routes, MultipartOperations uploads) {
        routes.add("POST", Resource.OBJECT, "uploads", NONE, uploads::create)
                .add("POST", Resource.OBJECT, "uploadId", NONE, uploads::complete)
                .add("DELETE", Resource.OBJECT, "uploadId", NONE, uploads::abort)
                .add(
                        "PUT",
                        Resource.OBJECT,
                        "uploadId",
                        Set.of("partNumber"),
                        request ->
                                request.header("x-amz-copy-source").isPresent()
                                        ? uploads.uploadPartCopy(request)
                                        : uploads.uploadPart(request));
    }

    private void addObjects(Routes routes, ObjectDeletes deletes) {
        var tagging = new ObjectTagging(state);
        var writes = new ObjectWrites(state, blobs, publisher);
        var reads = new ObjectReads(state, blobs);
        routes.add("GET", Resource.OBJECT, "tagging", VERSION, tagging::get)
                .add("PUT", Resource.OBJECT, "tagging", VERSION, tagging::put)
                .add("DELETE", Resource.OBJECT, "tagging", VERSION, tagging::delete)
                .add("PUT", Resource.OBJECT, ":x-amz-copy-source", NONE, writes::copy)
                .add("PUT", Resource.OBJECT, "", NONE, writes::put)
                .add("GET", Resource.OBJECT, "", ObjectReads.PARAMETERS, reads::get)
                .add("HEAD", Resource.OBJECT, "", ObjectReads.PARAMETERS, reads::get)
                .add("DELETE", Resource.OBJECT, "", VERSION, deletes::delete)
                .add("POST", Resource.BUCKET, "delete", NONE, deletes::deleteAll);
    }

    private static Set<String> union(Set<String> some, String... others) {
        return Stream.concat(some.stream(), Stream.of(others))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Serves requests, and delivers what an earlier life left undelivered.
     *
     * @param port 0 for a free one
     * @throws IOException if the port is taken, or bytes that the journal speaks of are missing
     */
    public void start(int port) throws IOException {
        blobs.start();
        server = LoopbackServer.start(port, handler);
        delivery.start();
        state.sendNotificationsTo(delivery::enqueue);
    }

    /** {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Whether every notification so far was delivered. */
    public boolean isIdle() {
        return !state.hasPendingNotifications();
    }

    @Override
    public String journalName() {
        return state.journalName();
    }

    @Override
    public void apply(JsonObject change) {
        state.apply(change);
    }

    @Override
    public Stream<JsonObject> snapshot() {
        return state.snapshot();
    }

    /** Stops serving and delivering. Pending notifications stay in the journal. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
            delivery.close();
        }
    }
}

package io.spillway.local.kill;

import io.spillway.aws.S3ObjectStore;
import io.spillway.local.deploy.Clients;
import io.spillway.pipeline.attempt.Parallel;
import io.spillway.pipeline.attempt.Places;
import io.spillway.pipeline.event.PhaseEvent;
import io.spillway.pipeline.json.Json;
import io.spillway.pipeline.ledger.Entry;
import io.spillway.pipeline.ledger.ObjectLedger;
import io.spillway.pipeline.ledger.State;
import io.spillway.pipeline.store.ObjectLocation;
import io.spillway.pipeline.store.ObjectStore;
import io.spillway.pipeline.store.ObjectVersion;
import io.spillway.pipeline.work.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Gathers the facts of a run from its services, as anybody could. */
final class FactsReader {

    private static final List<JobStatus> UNFINISHED =
            List.of(
                    JobStatus.SUBMITTED,
                    JobStatus.PENDING,
                    JobStatus.RUNNABLE,
                    JobStatus.STARTING,
                    JobStatus.RUNNING);

    private static final List<String> TEMPORARY =
            List.of("scratch", "outputs-unfinished", "batch/work", "s3/incoming");

    private final Clients clients;
    private final String pipeline;
    private final ObjectStore store;

    FactsReader(Clients clients, String pipeline) {
        this.clients = clients;
        this.pipeline = pipeline;
        this.store = new S3ObjectStore(clients.s3());
    }

    /**
     * @param state the run's directory
     */
    Facts read(Path state) throws IOException {
        var histories = histories();
        return new Facts(
                versions(pipeline + "-drop"),
                histories,
                results(histories),
                outputs(),
                copies(state.resolve("outputs")),
                events(state.resolve("events.jsonl")),
                leftOvers(state),
                deadLetters(),
                unfinishedJobs(),
                pendingUploads());
    }

    private List<ObjectVersion> versions(String bucket) {
        return clients.s3().listObjectVersionsPaginator(list -> list.bucket(bucket)).stream()
                .flatMap(page -> page.versions().stream())
                .map(
                        version ->
                                new ObjectVersion(
                                        new ObjectLocation(bucket, version.key()),
                                        Optional.of(version.versionId()),
                                        version.eTag().replace("\"", ""),
                                        version.size()))
                .toList();
    }

    private Map<String, List<Entry>> histories() throws IOException {
        var work = pipeline + "-work";
        var ledger = new ObjectLedger(store, work, Places.LEDGER_PREFIX);
        List<String> items;
        try (var keys = store.list(work, Places.LEDGER_PREFIX, "")) {
            items = keys.map(key -> key.key().split("/")[1]).distinct().toList();
        }
        var histories = new TreeMap<String, List<Entry>>();
        Parallel.map(items, ledger::history)
                .forEach(history -> histories.put(history.getFirst().item().id(), history));
        return histories;
    }

    private Map<String, List<ObjectVersion>> results(Map<String, List<Entry>> histories)
            throws IOException {
        var results = new TreeMap<String, List<ObjectVersion>>();
        for (var history : histories.values()) {
            for (var entry : history) {
                if (entry.state() instanceof State.Succeeded(var told, var _)) {
                    results.put(entry.item().id(), all(told));
                }
            }
        }
        return results;
    }

    private List<ObjectVersion> all(Results results) throws IOException {
        if (results.manifest().isEmpty()) {
            return results.listed();
        }
        var manifest = store.get(results.manifest().get()).orElseThrow();
        return Json.readObject(manifest).objects("outputs").stream()
                .map(ObjectVersion::fromJson)
                .toList();
    }

    private Map<String, List<Facts.Output>> outputs() throws IOException {
        var outputs = new TreeMap<String, List<Facts.Output>>();
        for (var version : versions(pipeline + "-output")) {
            try (var content = store.read(version, 0, version.size())) {
                outputs.computeIfAbsent(version.key(), _ -> new ArrayList<>())
                        .add(new Facts.Output(version, sha256(content)));
            }
        }
        return outputs;
    }

    private static Map<String, String> copies(Path folder) throws IOException {
        var copies = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                try (var content = Files.newInputStream(file)) {
                    copies.put(folder.relativize(file).toString(), sha256(content));
                }
            }
        }
        return copies;
    }

    private static String sha256(InputStream content) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** Without the notices between them, which end nothing. */
    private static List<PhaseEvent> events(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.map(Json::readObject)
                    .filter(PhaseEvent::isOne)
                    .map(PhaseEvent::fromJson)
                    .toList();
        }
    }

    private static List<String> leftOvers(Path state) throws IOException {
        var leftOvers = new ArrayList<String>();
        var there = TEMPORARY.stream().map(state::resolve).filter(Files::exists).toList();
        for (var directory : there) {
            try (var files = Files.walk(directory)) {
                files.skip(1)
                        .map(file -> state.relativize(file).toString())
                        .forEach(leftOvers::add);
            }
        }
        return leftOvers;
    }

    private int deadLetters() {
        return messages("-intake-dead-letters") + messages("-submissions-dead-letters");
    }

    private int messages(String queue) {
        var url = clients.sqs().getQueueUrl(get -> get.queueName(pipeline + queue)).queueUrl();
        var name = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
        return Integer.parseInt(
                clients.sqs()
                        .getQueueAttributes(get -> get.queueUrl(url).attributeNames(name))
                        .attributes()
                        .get(name));
    }

    private List<String> unfinishedJobs() {
        return UNFINISHED.stream()
                .flatMap(this::jobs)
                .map(JobSummary::jobId)
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private Stream<JobSummary> jobs(JobStatus status) {
        return clients
                .batch()
                .listJobsPaginator(list -> list.jobQueue(pipeline).jobStatus(status))
                .jobSummaryList()
                .stream();
    }

    private int pendingUploads() {
        return (int)
                clients
                        .s3()
                        .listMultipartUploadsPaginator(list -> list.bucket(pipeline + "-output"))
                        .uploads()
                        .stream()
                        .count();
    }
}

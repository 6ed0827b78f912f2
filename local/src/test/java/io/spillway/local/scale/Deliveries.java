package io.spillway.local.scale;

import io.spillway.pipeline.synthetic.Envelope;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The messages that tell of uploads as a standard queue delivers them: every upload at least once,
 * every tenth message twice or more, in an order of their own within a window, in four envelopes,
 * with some test events and some that nobody can read. Safe for use by many threads.
 */
final class Deliveries {

    /** How many messages are on their way at once. */
    private static final int WINDOW = 1_000;

    /** After so many receives a queue moves a message to its dead-letter queue. */
    private static final int MOST_RECEIVES = 5;

    private static final String TEST_EVENT =
            """
            {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-01-02T03:04:05.678Z","Bucket":"drop","RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR"}\
            """;

    private static final List<String> POISON =
            List.of(
                    "",
                    "Hello.",
                    "{\"Records\":[{\"eventSource\":\"aws:kinesis\"}]}",
                    "{\"Records\":[{\"eventSource\":\"aws:s3\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"drop\"},\"object\":{\"key\":\"100%\",\"size\":1}}}]}",
                    "{\"Type\":\"Notification\",\"Message\":\"{\\\"Records\\\":[\"}",
                    "{\"source\":\"aws.s3\",\"detail-type\":\"Object"
                        + " Created\",\"detail\":{\"object\":{\"size\":-1}}}");

    private final Uploads uploads;
    private final int count;
    private final SplittableRandom random;
    private final List<Delivery> onTheirWay = new ArrayList<>();
    private int nextUpload;
    private int nextMessage;
    private long copies;
    private long testEvents;
    private long poisoned;
    private long dead;
    private long lost;

    /**
     * @param count of uploads
     */
    Deliveries(Uploads uploads, int count, long seed) {
        this.uploads = uploads;
        this.count = count;
        this.random = new SplittableRandom(seed);
    }

    /** The next messages; none once all are delivered and none came back. */
    synchronized List<Delivery> next(int most) {
        var batch = new ArrayList<Delivery>(most);
        while (batch.size() < most) {
            while (onTheirWay.size() < WINDOW && nextUpload < count) {
                send();
            }
            if (onTheirWay.isEmpty()) {
                return batch;
            }
            var last = onTheirWay.removeLast();
            var at = random.nextInt(onTheirWay.size() + 1);
            batch.add(at == onTheirWay.size() ? last : onTheirWay.set(at, last));
        }
        return batch;
    }

    /** Takes messages back that weren't done with. */
    synchronized void comeAgain(List<Delivery> deliveries) {
        for (var delivery : deliveries) {
            if (delivery.poison() && delivery.received() == MOST_RECEIVES) {
                dead++;
            } else if (delivery.received() == 100 * MOST_RECEIVES) {
                lost++;
            } else {
                onTheirWay.add(delivery.again());
            }
        }
    }

    private void send() {
        var lot = random.nextInt(1_000);
        if (lot == 0) {
            testEvents++;
            onTheirWay.add(message(testEvent(), List.of(), false));
        } else if (lot == 1) {
            poisoned++;
            onTheirWay.add(message(POISON.get(random.nextInt(POISON.size())), List.of(), true));
        } else {
            tell();
        }
    }

    private void tell() {
        var envelope = anyEnvelope();
        var together = Math.min(random.nextInt(8) == 0 ? 3 : 1, envelope.mostObjects());
        var end = Math.min(count, nextUpload + together);
        var told = IntStream.range(nextUpload, end).mapToObj(uploads::at).toList();
        nextUpload = end;
        var body = envelope.write(told.stream().map(Upload::told).toList());
        onTheirWay.add(message(body, told, false));
        while (random.nextInt(10) == 0) {
            copies++;
            onTheirWay.add(message(body, told, false));
        }
    }

    private Envelope anyEnvelope() {
        var all = Envelope.values();
        return all[random.nextInt(all.length)];
    }

    private String testEvent() {
        return random.nextBoolean() ? TEST_EVENT : Envelope.inSns(TEST_EVENT);
    }

    private Delivery message(String body, List<Upload> told, boolean poison) {
        nextMessage++;
        return new Delivery("m" + nextMessage, body, told, poison, 1);
    }

    /** Messages that told again what another one told. */
    synchronized long copies() {
        return copies;
    }

    synchronized long testEvents() {
        return testEvents;
    }

    /** Messages that nobody can read. */
    synchronized long poisoned() {
        return poisoned;
    }

    /** Of those, the ones that reached the dead-letter queue. */
    synchronized long dead() {
        return dead;
    }

    /** Readable messages that came back until the queue gave up. */
    synchronized long lost() {
        return lost;
    }
}

package io.spillway.local.s3;

import io.spillway.local.fault.FaultKind;
import io.spillway.local.fault.Faults;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Takes notifications to their targets on a thread of its own: in order, except for those that the
 * faults delay and those whose target couldn't take them.
 */
final class NotificationDelivery implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(NotificationDelivery.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int LONGEST_DELAY_MILLIS = 2_000;

    /**
     * A notification and when to deliver it.
     *
     * @param due by {@link System#nanoTime}; 0 for at once
     */
    private record Dispatch(Notification notification, long due, int times, int failures)
            implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return due == 0 ? 0 : unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            var that = (Dispatch) other;
            if (due == that.due) {
                return Long.compare(notification.id(), that.notification.id());
            }
            if (due == 0 || that.due == 0) {
                return due == 0 ? -1 : 1;
            }
            return Long.signum(due - that.due);
        }
    }

    private final NotificationSink sink;
    private final Faults faults;
    private final LongConsumer delivered;
    private final DelayQueue<Dispatch> queue = new DelayQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param delivered is told the id of each notification once it needn't be delivered again
     */
    NotificationDelivery(NotificationSink sink, Faults faults, LongConsumer delivered) {
        this.sink = sink;
        this.faults = faults;
        this.delivered = delivered;
        this.thread = Thread.ofVirtual().name("s3-notifications").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void enqueue(Notification notification) {
        long due = 0;
        if (faults.strikes(FaultKind.DELAY)) {
            due = after(Duration.ofMillis(1 + faults.pick(LONGEST_DELAY_MILLIS)));
        }
        int times = faults.strikes(FaultKind.DUPLICATE) ? 2 : 1;
        queue.add(new Dispatch(notification, due, times, 0));
    }

    private static long after(Duration pause) {
        return System.nanoTime() + pause.toNanos() | 1;
    }

    private void run() {
        try {
            while (!closed) {
                deliver(queue.take());
            }
        } catch (InterruptedException _) {
            LOG.log(Level.DEBUG, "Delivery stops; what is pending is delivered at the next start");
        }
    }

    private void deliver(Dispatch dispatch) {
        var notification = dispatch.notification();
        try {
            for (int i = 0; i < dispatch.times(); i++) {
                sink.deliver(notification.target(), notification.body());
            }
            delivered.accept(notification.id());
        } catch (IOException | RuntimeException e) {
            tryLater(dispatch, e);
        }
    }

    private void tryLater(Dispatch dispatch, Exception e) {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(dispatch.failures(), 10));
        var pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        if (dispatch.failures() == 0) {
            LOG.log(
                    Level.WARNING,
                    "Cannot notify {0}: {1}. It is tried again until it works.",
                    dispatch.notification().target().arn(),
                    e.getMessage());
        }
        queue.add(
                new Dispatch(
                        dispatch.notification(),
                        after(pause),
                        dispatch.times(),
                        dispatch.failures() + 1));
    }

    /** Stops after the notification that is being delivered. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

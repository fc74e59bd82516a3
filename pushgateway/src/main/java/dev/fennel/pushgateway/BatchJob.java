package dev.fennel.pushgateway;

import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.registry.Gatherer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A run of a batch job, which pushes its outcome when it is closed.
 *
 * <pre>{@code
 * try (BatchJob job = pusher.startJob("db_backup")) {
 *     dump();
 *     job.succeed();
 * }
 * }</pre>
 *
 * <p>A run that is closed without a call of {@link #succeed} has failed. Beside the metrics of the pusher, the push has
 * these gauges, {@code db_backup} being the namespace of the sample:
 *
 * <ul>
 *   <li>{@code db_backup_duration_seconds}, the time from the start to the close;
 *   <li>{@code db_backup_last_completion_timestamp_seconds}, the time of the close, since the Unix epoch;
 *   <li>{@code db_backup_success}, 1 or 0;
 *   <li>{@code db_backup_last_success_timestamp_seconds}, after a success only, the time of the close.
 * </ul>
 *
 * <p>A success replaces the group, as {@link Pusher#push} does, so that metrics of an older version of the job go away.
 * A failure adds to the group, as {@link Pusher#add} does: metrics that the failed run did not measure stay as the last
 * success left them, and so does the time of that success, so that an alert can watch its age.
 *
 * <p>If the metrics of the pusher cannot be gathered or are not fit to be pushed, the gauges above are added to the
 * group without them: a database that is gone may be why both the job and its collector failed.
 *
 * <p>In a {@code try} as above, the push never hides why the job failed: an exception of the push is suppressed by that
 * of the job, and is thrown itself only if the job threw none.
 *
 * <p>Safe for use by several threads.
 */
public final class BatchJob implements AutoCloseable {
    private final Pusher pusher;
    private final JobGauges gauges;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final long start;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean succeeded;

    BatchJob(Pusher pusher, JobGauges gauges, LongSupplier nanoTime, InstantSource clock) {
        this.pusher = pusher;
        this.gauges = gauges;
        this.nanoTime = nanoTime;
        this.clock = clock;
        start = nanoTime.getAsLong();
    }

    /**
     * Marks the job as successful. Call it last: a failure after it does not undo it.
     *
     * @throws IllegalStateException if the job is closed, and has been pushed as a failure
     */
    public void succeed() {
        if (closed.get() && !succeeded) {
            throw new IllegalStateException("expected success to be told before the job is closed");
        }
        succeeded = true;
    }

    /**
     * Ends the run and pushes it; when called again, does nothing.
     *
     * <p>A job that was interrupted is pushed all the same: an interrupt from before the call is put aside until the
     * push is over. Another one ends the push.
     *
     * @throws IncompleteMetricsException if not all metrics could be gathered and encoded, or one has the name of a
     *     gauge of the job, or a label that the push sets; the gauges of the job were pushed then, unless another
     *     exception is suppressed by this one
     * @throws PushException if the gateway answered with another status than 200 or 202
     * @throws IOException if the gateway could not be reached or did not answer in time
     */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
        Instant end = clock.instant();
        boolean interrupted = Thread.interrupted();
        try {
            push(gauges.after(succeeded, took, end));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void push(Gatherer outcome) throws IOException {
        try {
            if (succeeded) {
                pusher.push(outcome, PushClock.real());
            } else {
                pusher.add(outcome);
            }
        } catch (IncompleteMetricsException e) {
            addAlone(outcome, e);
            throw e;
        }
    }

    private void addAlone(Gatherer outcome, IncompleteMetricsException why) {
        try {
            pusher.addOnly(outcome);
        } catch (IOException | RuntimeException e) {
            why.addSuppressed(e);
        }
    }
}

package dev.fennel.pushgateway;

import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.exposition.Textfile;
import dev.fennel.exposition.internal.ShutdownHook;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Gatherer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A run of a batch job, which reports its outcome when it is closed: to a Pushgateway, to a store, or in a file for
 * node_exporter.
 *
 * <pre>{@code
 * try (BatchJob job = pusher.startJob("db_backup")) {
 *     dump();
 *     job.succeed();
 * }
 * }</pre>
 *
 * <p>A run that is closed without a call of {@link #succeed} has failed. Beside the metrics of the pusher, the report
 * has these gauges, {@code db_backup} being the namespace of the sample:
 *
 * <ul>
 *   <li>{@code db_backup_duration_seconds}, the time from the start to the close;
 *   <li>{@code db_backup_last_completion_timestamp_seconds}, the time of the close, since the Unix epoch;
 *   <li>{@code db_backup_success}, 1 or 0;
 *   <li>{@code db_backup_last_success_timestamp_seconds}, after a success only, the time of the close.
 * </ul>
 *
 * <p>In a gateway, a success replaces the group, as {@link Pusher#push} does, so that metrics of an older version of
 * the job go away. A failure adds to the group, as {@link Pusher#add} does: metrics that the failed run did not measure
 * stay as the last success left them, and so does the time of that success, so that an alert can watch its age. With a
 * {@linkplain #startForTextfile file}, all of this is so for the metrics in the file. A store keeps what it has, and
 * gets what was measured after either.
 *
 * <p>If the metrics of the pusher cannot be gathered or are not fit to be pushed, the gauges above are added to the
 * group without them: a database that is gone may be why both the job and its collector failed.
 *
 * <p>In a {@code try} as above, the push never hides why the job failed: an exception of the push is suppressed by that
 * of the job, and is thrown itself only if the job threw none.
 *
 * <p>A job that is still open when the JVM ends, be it by SIGTERM or by {@link System#exit}, is closed then, so that a
 * run which was killed does not look like the success before it; after {@link #succeed}, it has succeeded. The JVM
 * waits for that, and for a close that is under way, but not longer than 5 seconds, or as many as the system property
 * {@code fennel.shutdown.seconds} said when the first job began. A failure of this report is logged, but
 * {@code java.util.logging} closes its handlers at the same time, and may lose it.
 *
 * <p>Safe for use by several threads.
 */
public final class BatchJob implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(BatchJob.class.getPackageName());

    private final JobReport report;
    private final JobGauges gauges;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final long start;
    private final ShutdownHook hook = new ShutdownHook(this::closeAtShutdown, BatchJob::logLate);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** One variable, so that a success either comes before the close, and is reported, or is refused. */
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    private enum State {
        OPEN,
        SUCCEEDED,
        CLOSED_AS_FAILED,
        CLOSED_AS_SUCCEEDED;

        State closed() {
            return this == OPEN ? CLOSED_AS_FAILED : this == SUCCEEDED ? CLOSED_AS_SUCCEEDED : this;
        }
    }

    BatchJob(JobReport report, JobGauges gauges, LongSupplier nanoTime, InstantSource clock) {
        this.report = report;
        this.gauges = gauges;
        this.nanoTime = nanoTime;
        this.clock = clock;
        start = nanoTime.getAsLong();
    }

    static BatchJob start(JobReport report, String namespace) {
        BatchJob job = new BatchJob(report, new JobGauges(namespace), System::nanoTime, InstantSource.system());
        job.hook.add();
        return job;
    }

    /**
     * Starts a batch job whose end is written to a file for the textfile collector of node_exporter, as
     * {@link Textfile#write} does. After a failure, the file still has the metrics of earlier runs that were not
     * measured now, the time of the last success among them; but those with a timestamp are dropped, because
     * node_exporter reads no file that has one.
     *
     * <pre>{@code
     * Path file = directory.resolve("db_backup.prom");
     * try (BatchJob job = BatchJob.startForTextfile(file, "db_backup", registry)) {
     *     dump();
     *     job.succeed();
     * }
     * }</pre>
     *
     * @param file where the metrics of this job are, and those of nothing else; its directory must exist when the job
     *     is closed
     * @param namespace what the names of the gauges begin with; node_exporter cannot read two files that have the same
     *     metric, so it differs between jobs
     * @param metrics what to write beside the gauges
     * @return the running job, to be closed at its end
     * @throws IllegalArgumentException if the namespace is empty or cannot be part of a name, or the path has no file
     *     name
     */
    public static BatchJob startForTextfile(Path file, String namespace, Gatherer metrics) {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(metrics, "metrics");
        if (file.getFileName() == null) {
            throw new IllegalArgumentException("expected the path of a file, got \"" + file + "\"");
        }
        return start(new TextfileReport(file, metrics), namespace);
    }

    /**
     * Marks the job as successful. Call it last: a failure after it does not undo it.
     *
     * @throws IllegalStateException if the job was closed without a success, so that it is reported as a failure
     */
    public void succeed() {
        if (!state.compareAndSet(State.OPEN, State.SUCCEEDED) && state.get() == State.CLOSED_AS_FAILED) {
            throw new IllegalStateException("expected success before the job is closed");
        }
    }

    /**
     * Ends the run and reports it; when called again, does nothing.
     *
     * <p>A job that was interrupted is reported all the same: an interrupt from before the call is put aside until the
     * report is written. Another one ends the report.
     *
     * @throws IncompleteMetricsException if not all metrics could be gathered and encoded, or one has the name of a
     *     gauge of the job, a label that the push sets, or a timestamp; the gauges of the job were reported then,
     *     unless another exception is suppressed by this one
     * @throws PushException if the gateway answered with another status than 200 or 202
     * @throws IOException if the gateway could not be reached or did not answer in time; if a store did not write all
     *     of it; or if the file could not be written, or what was in it could not be kept, in which case it has been
     *     written without that
     */
    @Override
    public void close() throws IOException {
        State before = state.getAndUpdate(State::closed);
        if (before == before.closed()) {
            return;
        }
        try {
            end(before == State.SUCCEEDED);
        } finally {
            ended.countDown();
            hook.remove();
        }
    }

    private void end(boolean succeeded) throws IOException {
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
        Instant end = clock.instant();
        boolean interrupted = Thread.interrupted();
        try {
            report(succeeded, gauges.after(succeeded, took, end));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void report(boolean succeeded, Gatherer outcome) throws IOException {
        try {
            if (succeeded) {
                report.replace(outcome);
            } else {
                report.add(outcome);
            }
        } catch (IncompleteMetricsException e) {
            addAlone(outcome, e);
            throw e;
        }
    }

    private void addAlone(Gatherer outcome, IncompleteMetricsException why) {
        try {
            report.addAlone(outcome);
        } catch (IOException | RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    private static void logLate() {
        new GatherError("left a batch job behind that could not be reported in " + ShutdownHook.CLOSE_LIMIT)
                .log(LOGGER, Level.WARNING);
    }

    /** Closes, or waits for whoever is closing. */
    private void closeAtShutdown() {
        try {
            close();
            ended.await();
        } catch (Throwable e) {
            FailureText.log(LOGGER, Level.WARNING, "cannot report a batch job that the end of the JVM closed", e);
        }
    }
}

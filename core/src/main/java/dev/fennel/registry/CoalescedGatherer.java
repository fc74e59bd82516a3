package dev.fennel.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets gathers that overlap share one run.
 *
 * <p>The first caller that finds no run under way puts one there and gathers in its own thread. A caller that comes
 * before the run is taken away waits for its result.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>The source is foreign code: it may throw, and it may gather here again from the thread of the run. It does not
 *       wait for another thread that gathers here, which would wait for the run in turn.
 *   <li>When the source has ended in whatever way, the stack has room for the two calls that end the run. They need
 *       less than the gather did. If they failed, nobody would ever take the run away, and all callers would wait for
 *       it.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>There is at most one run at a time, except for gathers that get one of their own: those from within a run, and
 *       from within any collector, since the run may be waiting for that one; and those that have less time than the
 *       run under way has left.
 *   <li>A caller gets the result of a run that had not ended when it called. For that, the run is taken away before its
 *       result is handed out: the other way round, a thread that got the result could call again and find the old run.
 *   <li>Every run ends for all that wait, with what the source returned or with one error.
 *   <li>A caller waits no longer than its time limit and a tenth of it, since a run ends a little after its time. If
 *       the source hangs in spite of its limit, the caller gets an error.
 *   <li>Waiting parks the thread (a virtual one leaves its carrier) and goes on through an interruption, which the
 *       thread finds set afterwards.
 * </ol>
 */
final class CoalescedGatherer implements Gatherer {
    private static final GatherError HANGS = new GatherError("gatherer: the gather under way has not ended in time");

    private final Gatherer source;

    /** The run under way, or null. Only the thread that put a run here takes it away. */
    private final AtomicReference<Run> running = new AtomicReference<>();

    CoalescedGatherer(Gatherer source) {
        this.source = source;
    }

    @Override
    public GatherResult gather() {
        return gather(Registry.TIME_LIMIT);
    }

    @Override
    public GatherResult gather(Duration timeLimit) {
        Run mine = new Run(Thread.currentThread(), timeLimit);
        while (!running.compareAndSet(null, mine)) {
            Run current = running.get();
            if (current != null) {
                return current.isNoneFor(mine) ? GatherResult.of(source, timeLimit) : current.await(timeLimit);
            }
        }
        GatherResult result = GatherResult.UNREPORTED;
        try {
            result = GatherResult.of(source, timeLimit);
            return result;
        } finally {
            running.set(null);
            mine.result().complete(result);
        }
    }

    /** How many callers wait for the run under way. */
    int waiting() {
        Run current = running.get();
        return current == null ? 0 : current.result().getNumberOfDependents();
    }

    /**
     * One gather.
     *
     * @param runner the thread that gathers
     * @param deadlineNanos when its time is up
     * @param result completed when it has
     */
    private record Run(Thread runner, long deadlineNanos, CompletableFuture<GatherResult> result) {
        Run(Thread runner, Duration timeLimit) {
            this(runner, System.nanoTime() + SideBySide.nanos(timeLimit), new CompletableFuture<>());
        }

        /** The result, for a caller that has so much time. */
        GatherResult await(Duration timeLimit) {
            long nanos = SideBySide.nanos(timeLimit);
            long deadline = System.nanoTime() + nanos + nanos / 10;
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } catch (TimeoutException e) {
                return new GatherResult(List.of(), List.of(HANGS));
            } catch (ExecutionException e) {
                throw new IllegalStateException("a run ends with a result", e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** Whether a caller must not wait for this run: because the run may wait for the caller, or for too long. */
        boolean isNoneFor(Run caller) {
            return runner == caller.runner || CollectorThread.isCurrent() || deadlineNanos - caller.deadlineNanos > 0;
        }
    }
}

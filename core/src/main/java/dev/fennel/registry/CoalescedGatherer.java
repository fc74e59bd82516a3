package dev.fennel.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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
 *   <li>The source is foreign code: it may throw, never return, gather here again from the thread of the run, or wait
 *       for another thread that gathers here and so waits for the run in turn. One that keeps to its time limit needs a
 *       little longer than that, to put together what it has.
 *   <li>When the source has ended in whatever way, the stack has room for the two calls that end the run. They need
 *       less than the gather did. If they failed, nobody would ever take the run away, and all callers would wait for
 *       it until their time is up.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>There is at most one run at a time, except for gathers that get one of their own: those from within a run, and
 *       from within any collector, since the run may be waiting for that one; and those that have less time than the
 *       run under way has left.
 *   <li>Gathers with one time limit share: a caller reads the clock after it has found the run, which had read it
 *       before, so it never has less time. With a reading from before, a caller that was held up between would gather
 *       for itself.
 *   <li>A caller gets the result of a run that had not ended when it called. For that, the run is taken away before its
 *       result is handed out: the other way round, a thread that got the result could call again and find the old run.
 *   <li>Every run ends for all that wait, with what the source returned or with one error.
 *   <li>A caller that waits gives up {@linkplain #GRACE_NANOS a second} after its own time limit, with one error: else
 *       a run that never ends would keep one thread of each caller. It could not be earlier, as a caller that comes
 *       just after the start of a run has hardly more time than that.
 *   <li>Waiting parks the thread (a virtual one leaves its carrier) and goes on through an interruption, which the
 *       thread finds set afterwards.
 *   <li>The result of the source is done once the last of those that share it has called {@code done()} or given up. A
 *       caller counts itself in before it waits. It cannot once all others are done, as the source may have changed the
 *       metrics since; the run was taken away before that, so the caller finds the next one, or none.
 * </ol>
 */
final class CoalescedGatherer implements Gatherer {
    private static final long GRACE_NANOS = 1_000_000_000;

    private static final GatherResult NOT_IN_TIME = new GatherResult(
            List.of(), List.of(new GatherError("gather(): the run that this gather shares has not ended in time")));

    private final Gatherer source;

    /** How long after its time limit a caller still waits. */
    private final long graceNanos;

    /** The run under way, or null. Only the thread that put a run here takes it away. */
    private final AtomicReference<Run> running = new AtomicReference<>();

    CoalescedGatherer(Gatherer source) {
        this(source, GRACE_NANOS);
    }

    CoalescedGatherer(Gatherer source, long graceNanos) {
        this.source = source;
        this.graceNanos = graceNanos;
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
                long deadlineNanos = deadlineNanos(timeLimit);
                if (current.isNoneFor(mine.runner(), deadlineNanos)) {
                    return GatherResult.of(source, timeLimit);
                }
                if (current.join()) {
                    return current.await(deadlineNanos + graceNanos);
                }
            }
        }
        GatherResult result = GatherResult.UNREPORTED;
        try {
            result = GatherResult.of(source, timeLimit);
        } finally {
            running.set(null);
            mine.result().complete(result);
        }
        return mine.share(result);
    }

    private static long deadlineNanos(Duration timeLimit) {
        return System.nanoTime() + SideBySide.nanos(timeLimit);
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
     * @param sharers how many have yet to read the result, the runner among them; never more again once it was zero
     */
    record Run(Thread runner, long deadlineNanos, CompletableFuture<GatherResult> result, AtomicInteger sharers) {
        Run(Thread runner, Duration timeLimit) {
            this(runner, CoalescedGatherer.deadlineNanos(timeLimit), new CompletableFuture<>(), new AtomicInteger(1));
        }

        /** Counts a caller in, unless all others are done with the result. */
        boolean join() {
            return sharers.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
        }

        /** The result for one of those that share it. */
        GatherResult share(GatherResult whole) {
            if (whole.whenDone() == null) {
                return whole;
            }
            try {
                return new GatherResult(whole.families(), whole.errors(), this::leave);
            } catch (Throwable thrown) { // no memory
                leave();
                throw thrown;
            }
        }

        /** Counts a caller out. The runner leaves after the run has ended, so the last one finds the result. */
        private void leave() {
            if (sharers.decrementAndGet() == 0) {
                result.join().done();
            }
        }

        /** Waits for the result, through interruptions. */
        GatherResult await(long untilNanos) {
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return share(result.get(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS));
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } catch (TimeoutException | ExecutionException e) { // the latter never happens
                leave();
                return NOT_IN_TIME;
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** Whether a caller must not wait for this run: because the run may wait for the caller, or for too long. */
        boolean isNoneFor(Thread caller, long callerDeadlineNanos) {
            return runner == caller || CollectorThread.isCurrent() || deadlineNanos - callerDeadlineNanos > 0;
        }
    }
}

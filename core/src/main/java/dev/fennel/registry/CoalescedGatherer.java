package dev.fennel.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
 *   <li>The source is foreign code: it may throw, and it may gather here again from the thread of the run. It returns
 *       at some time, and does not wait for another thread that gathers here, which would wait for the run in turn.
 *   <li>When the source has ended in whatever way, the stack has room for the two calls that end the run. They need
 *       less than the gather did. If they failed, nobody would ever take the run away, and all callers would wait for
 *       it.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>There is at most one run at a time, except for gathers from within a run, which get a run of their own.
 *   <li>A caller gets the result of a run that had not ended when it called. For that, the run is taken away before its
 *       result is handed out: the other way round, a thread that got the result could call again and find the old run.
 *   <li>Every run ends for all that wait. If an error of the virtual machine ends it, its own caller gets that thrown,
 *       and the others get a result that says so.
 *   <li>Waiting parks the thread (a virtual one leaves its carrier) and goes on through an interruption, which the
 *       thread finds set afterwards.
 * </ol>
 */
final class CoalescedGatherer implements Gatherer {
    /** What waiting callers get if an error of the virtual machine ended the run; its own caller gets that thrown. */
    private static final GatherResult BROKEN_OFF = new GatherResult(
            List.of(), List.of(new GatherError("gather(): broken off by an error of the virtual machine")));

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
        Run mine = new Run(Thread.currentThread(), new CompletableFuture<>());
        while (!running.compareAndSet(null, mine)) {
            Run current = running.get();
            if (current != null) {
                // A collector that gathers from within the run would wait for itself.
                return current.runner() == mine.runner()
                        ? GatherResult.of(source, timeLimit)
                        : current.result().join();
            }
        }
        GatherResult result = BROKEN_OFF;
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
     * @param result completed when it has
     */
    private record Run(Thread runner, CompletableFuture<GatherResult> result) {}
}

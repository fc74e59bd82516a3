package dev.fennel.registry;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets gathers that overlap share one run.
 *
 * <p>The first caller that finds no run under way starts one and runs it in its own thread; whoever calls before the
 * run has ended waits for its result. The run is taken away before its result is handed out, so a caller that comes
 * after its end starts a new one, however long others keep the old result. Waiting parks the thread (a virtual one
 * leaves its carrier) and goes on through an interruption, which the thread finds set afterwards.
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
        Run mine = new Run(Thread.currentThread(), new CompletableFuture<>());
        while (!running.compareAndSet(null, mine)) {
            Run current = running.get();
            if (current != null) {
                // A collector that gathers from within the run would wait for itself.
                return current.runner() == mine.runner()
                        ? GatherResult.of(source)
                        : current.result().join();
            }
        }
        GatherResult result = BROKEN_OFF;
        try {
            result = GatherResult.of(source);
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

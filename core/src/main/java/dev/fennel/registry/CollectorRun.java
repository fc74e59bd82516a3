package dev.fennel.registry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongBinaryOperator;

/**
 * One run of a custom collector, in a thread of its own or one that it shares with others of the same gather.
 *
 * <p>A registered collector has at most one run under way, so one that hangs keeps one thread, however many gathers
 * there are. A run is <em>under way</em> from the moment when a gather claims it until its end.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>The collector is foreign code: it may throw anything, never return, gather from within, or hand out metrics
 *       from other threads and after its end.
 *   <li>Whoever claims a run either {@linkplain #run runs} it or {@linkplain #endWith ends} it otherwise.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A gather uses a run that was claimed after it began, and so sees all that its caller has seen done before. If a
 *       run is under way when it begins, it waits for the end of that one and then claims the next. Gathers that wait
 *       for the same end share the next: one of them claims it, and the others find it there.
 *   <li>For that, a run is taken away before its result is handed out: the other way round, a gather that waited could
 *       still find the old run, and take it for one that began later.
 *   <li>A gather that finds a run which is under way for longer than its own time limit already does not wait for it.
 *   <li>Every run that ends gets a result, even if there is no memory to say why it failed.
 *   <li>As soon as the last gather that waits for a run has gone, the run takes no more metrics and keeps none. When it
 *       returns, its result is dropped, and the next gather claims a new one.
 * </ol>
 */
final class CollectorRun {
    static final LongBinaryOperator LATER = new LongBinaryOperator() {
        @Override
        public long applyAsLong(long a, long b) {
            return a - b > 0 ? a : b;
        }
    };

    private final RegisteredCollector registered;
    private final AtomicReference<CollectorRun> underWay;
    private final SideBySide gather;
    private final long claimedNanos;

    /** When the last gather that uses the result stops to wait. */
    private final AtomicLong deadlineNanos;

    private final CompletableFuture<Collected> end = new CompletableFuture<>();

    private CollectorRun(RegisteredCollector registered, AtomicReference<CollectorRun> underWay, SideBySide gather) {
        this.registered = registered;
        this.underWay = underWay;
        this.gather = gather;
        claimedNanos = gather.nanoTime();
        deadlineNanos = new AtomicLong(gather.deadlineNanos());
    }

    /**
     * Asks for the metrics of a collector: a run that begins after this call.
     *
     * @param registered the collector
     * @param underWay its run under way, or null inside
     * @param gather runs it, and says how long it waits
     * @return what the run gives, once it has ended; {@link Collected#NOT_RUN} if no thread was free in time
     */
    static CompletableFuture<Collected> ask(
            RegisteredCollector registered, AtomicReference<CollectorRun> underWay, SideBySide gather) {
        CollectorRun before = underWay.get();
        if (before == null) {
            return claim(registered, underWay, gather);
        }
        if (before.isOlderThan(gather.limitNanos())) {
            return CompletableFuture.completedFuture(Collected.OVERDUE);
        }
        return before.end.thenCompose(ended -> claim(registered, underWay, gather));
    }

    /** Whether a collector is under way for so long that a gather does not wait for it. */
    static boolean isOverdue(AtomicReference<CollectorRun> underWay, SideBySide gather) {
        CollectorRun running = underWay.get();
        return running != null && running.isOlderThan(gather.limitNanos());
    }

    private static CompletableFuture<Collected> claim(
            RegisteredCollector registered, AtomicReference<CollectorRun> underWay, SideBySide gather) {
        if (gather.hasLeft()) {
            return CompletableFuture.completedFuture(Collected.NOT_RUN);
        }
        CollectorRun mine = new CollectorRun(registered, underWay, gather);
        CollectorRun other = underWay.compareAndExchange(null, mine);
        if (other != null) {
            other.deadlineNanos.accumulateAndGet(gather.deadlineNanos(), LATER);
            return other.end.thenCompose(
                    given -> given == Collected.NOT_RUN ? claim(registered, underWay, gather) : other.end);
        }
        try {
            gather.submit(mine);
        } catch (Throwable thrown) { // no memory, and the run must not stay under way for ever
            mine.endWith(thrown);
        }
        return mine.end;
    }

    private boolean isOlderThan(long limitNanos) {
        return gather.nanoTime() - claimedNanos >= limitNanos;
    }

    private boolean isOverdue() {
        return gather.nanoTime() - deadlineNanos.get() >= 0;
    }

    /** How many wait for the end, each gather that uses this run or the next being one. */
    int waiting() {
        return end.getNumberOfDependents();
    }

    /** Runs the collector in this thread. */
    void run() {
        Collected collected = Collected.UNREPORTED;
        try {
            CollectorThread.enter(registered);
            collected = Collected.by(registered, new HandedOut(new BooleanSupplier() {
                @Override
                public boolean getAsBoolean() {
                    return isOverdue();
                }
            }));
        } finally {
            CollectorThread.leave(registered);
            endWith(collected);
        }
    }

    /** Ends the run, perhaps without having run the collector. */
    void endWith(Collected collected) {
        underWay.set(null);
        end.complete(collected);
    }

    /** Ends a run that could not be started. */
    void endWith(Throwable thrown) {
        Collected collected = Collected.UNREPORTED;
        try {
            collected = Collected.failed(GatherError.of(registered.toString(), thrown));
        } finally {
            endWith(collected);
        }
    }
}

package dev.fennel.exposition.scrape;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Lets requests that ask the same at the same time share one body, so that any number of them costs the time and the
 * memory of a few.
 *
 * <p>A body is made in a round. The first request that finds no round of its kind under way begins one at once, in its
 * own thread. A request that comes meanwhile must not have that round's body: it would miss what happened after the
 * round began to gather, and before the request. So it opens the next round, which all further requests join, and which
 * begins when the present one has ended. A request waits for the round under way and for its own. If one hangs, see
 * below.
 *
 * <p>A round may hang in a collector. So a round that is waiting begins after the {@code patience} in any case, or when
 * half the time for collectors is over, beside the one that hangs, until {@link #MAX_ROUNDS} are under way; from then
 * on requests of the kind get 503 until one of these ends. Nobody joins a round whose own time is up. All waiting is
 * bounded by the {@link Deadline} of the request, so that only the threads that run a round can be stuck.
 *
 * <p>This assumes:
 *
 * <ol>
 *   <li>The maker puts everything that a body holds into {@link Reply#release}, and holds nothing when it throws.
 *   <li>The caller of {@link #get} releases the reply once.
 * </ol>
 *
 * <p>It guarantees:
 *
 * <ol>
 *   <li>A request gets a body whose making began after the call of {@link #get}. A round is closed for newcomers, under
 *       the monitor, before its maker is called. With {@code joinsRunning} it stays open until its body is made or its
 *       time is up, and the body may be as old as the round.
 *   <li>A body is released exactly once, after the last of its readers has released it. The readers are counted under
 *       the monitor while the round is open. It is closed for good before the body is handed out: the other way round,
 *       a reader could come to a body that is released already.
 *   <li>A reader that stops waiting, or has no memory to wait, gives up its share at once. The leader keeps its own
 *       until the body is there. So whoever gives up the last share finds the body, and needs no memory to release it.
 *   <li>What the maker throws is thrown to all requests of the round.
 *   <li>There is an entry in the map only while a round of the kind is open or under way.
 * </ol>
 *
 * <p>A monitor guards the rounds. It is no lock, for the reason that {@link Waiters} gives. If the stack or the memory
 * of a thread ends in the few calls that end its round, the round counts as one that hangs, and those who wait for it
 * get 503 when their time is up.
 *
 * @param <K> what requests ask for; equal for those that may share
 */
final class SharedScrapes<K> {
    /** How many rounds of one kind may be under way. */
    static final int MAX_ROUNDS = 4;

    private static final String HUNG =
            "Earlier scrapes have not come to an end, a collector may hang; try again later.\n";

    private final BiFunction<? super K, Deadline, Reply> maker;
    private final boolean joinsRunning;
    private final long patienceNanos;

    private final Waiters waiters = new Waiters();
    /** Guarded by the monitor of this, as are the kinds and the rounds in them. */
    private final Map<K, Kind> kinds = new HashMap<>();

    /**
     * Shares what a maker makes.
     *
     * @param maker makes the reply to a request, in the time that it has left
     * @param joinsRunning whether requests may share a round that is under way already
     * @param patience how long a round waits for the one before it
     */
    SharedScrapes(BiFunction<? super K, Deadline, Reply> maker, boolean joinsRunning, Duration patience) {
        this.maker = maker;
        this.joinsRunning = joinsRunning;
        this.patienceNanos = patience.toNanos();
    }

    /** The rounds that are for the same. */
    private static final class Kind {
        /** Open for those who come, or null. */
        private @Nullable Round open;

        private int running;
    }

    /** One body, from the first request that wants it to the last that has released it. */
    private static final class Round {
        private final CompletableFuture<Reply> made = new CompletableFuture<>();
        /** Only grows while the round is open, and only falls when the body is made. */
        private final AtomicInteger readers = new AtomicInteger(1);

        private final Deadline deadline;

        Round(Deadline deadline) {
            this.deadline = deadline;
        }

        /** Whether it most likely hangs, so that those who joined it would wait in vain. */
        boolean isOverdue() {
            return deadline.leftNanos() <= 0;
        }

        /** The reply of one reader, with headers of its own if there are others. */
        Reply share(Reply all, boolean isTheOnlyReader) {
            if (isTheOnlyReader) {
                return all;
            }
            try {
                return new Reply(
                        all.status(),
                        new LinkedHashMap<>(all.headers()),
                        all.bytes(),
                        all.length(),
                        () -> release(all));
            } catch (Throwable e) { // there is no memory for it
                release(all);
                throw e;
            }
        }

        /** Gives up the share of a reader that waits no more. The leader keeps its own until the body is there. */
        void leave() {
            if (readers.decrementAndGet() == 0) {
                made.join().release().run();
            }
        }

        private void release(Reply all) {
            if (readers.decrementAndGet() == 0) {
                all.release().run();
            }
        }
    }

    /** Answers a request: with a body of its own, or one that it shares. */
    Reply get(K wanted, Deadline deadline) {
        Round mine = new Round(deadline);
        Kind kind;
        Round joined;
        synchronized (this) {
            kind = kindOf(wanted);
            joined = kind.open;
            if (joined == null || joined.isOverdue()) {
                joined = null;
                kind.open = mine;
            } else {
                joined.readers.incrementAndGet();
            }
        }
        return joined == null ? lead(wanted, kind, mine, deadline) : await(joined, deadline);
    }

    private Kind kindOf(K wanted) {
        Kind known = kinds.get(wanted);
        if (known != null) {
            return known;
        }
        Kind kind = new Kind();
        kinds.put(wanted, kind);
        return kind;
    }

    private Reply lead(K wanted, Kind kind, Round round, Deadline deadline) {
        boolean began = false;
        Reply made = null;
        try {
            began = begin(kind, round, deadline);
            made = began ? maker.apply(wanted, deadline) : Reply.unavailable(HUNG);
        } catch (Throwable e) {
            end(wanted, kind, round, began);
            round.made.completeExceptionally(e);
            throw e;
        }
        boolean alone = end(wanted, kind, round, began);
        round.made.complete(made);
        return round.share(made, alone);
    }

    /** Waits for the turn of a round; whether it may begin. What is left for collectors then, they have. */
    private boolean begin(Kind kind, Round round, Deadline deadline) {
        try {
            long patience = Math.min(patienceNanos, deadline.leftToCollectNanos() / 2);
            return waiters.await(() -> begun(kind, round, 1), patience) != null
                    || waiters.await(() -> begun(kind, round, MAX_ROUNDS), deadline.leftToCollectNanos()) != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return begun(kind, round, MAX_ROUNDS) != null;
        }
    }

    /** Begins a round if fewer are under way, and closes it for those who come later; null if it has not begun. */
    private synchronized @Nullable Round begun(Kind kind, Round round, int rounds) {
        if (kind.running >= rounds) {
            return null;
        }
        kind.running++;
        if (!joinsRunning && kind.open == round) {
            kind.open = null;
        }
        return round;
    }

    /** Closes a round for good, so that nobody comes to it any more; whether nobody has joined it. */
    private synchronized boolean end(K wanted, Kind kind, Round round, boolean began) {
        if (kind.open == round) {
            kind.open = null;
        }
        if (began) {
            kind.running--;
        }
        if (kind.open == null && kind.running == 0) {
            kinds.remove(wanted, kind);
        }
        waiters.wake();
        return round.readers.get() == 1;
    }

    private static Reply await(Round round, Deadline deadline) {
        Reply made;
        try {
            made = round.made.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            round.leave();
            return Reply.unavailable(HUNG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            round.leave();
            return Reply.unavailable(Reply.INTERRUPTED);
        } catch (ExecutionException e) { // there is no body
            Throwable cause = e.getCause();
            throw SharedScrapes.<RuntimeException>unchecked(cause == null ? e : cause);
        } catch (Throwable e) { // there is no memory to wait
            round.leave();
            throw e;
        }
        return round.share(made, false);
    }

    /** Throws anything, also what foreign code threw without declaring it. */
    @SuppressWarnings("unchecked") // the compiler takes the exception for a RuntimeException
    private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Whether so many rounds of a kind hang that no further one of it can begin. */
    synchronized boolean isStuck() {
        for (Kind kind : kinds.values()) {
            if (kind.running >= MAX_ROUNDS) {
                return true;
            }
        }
        return false;
    }

    /** How many requests wait for a round that has not begun, of all kinds. */
    synchronized int waiting() {
        int count = 0;
        for (Kind kind : kinds.values()) {
            count += kind.open == null ? 0 : kind.open.readers.get();
        }
        return count;
    }

    /** How many kinds there are rounds of. */
    synchronized int kinds() {
        return kinds.size();
    }
}

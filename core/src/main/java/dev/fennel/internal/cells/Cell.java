package dev.fennel.internal.cells;

import dev.fennel.internal.Nullable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A place where observations are counted by one thread at a time, and read without waiting for that thread.
 *
 * <p>The state of a cell counts the stays in it, in steps of {@value #STAY}. Its two lowest bits are the phase of the
 * stay: 0 while the cell is free, {@value #ENTERED} from when a thread has entered it until it changes something, and
 * {@value #CHANGING} while it changes the contents. Before the change, the thread leaves a note of what it will change.
 *
 * <p>What a subclass must keep to:
 *
 * <ol>
 *   <li>A stay is within one method: {@link #tryEnter}, a store-store fence, the note, {@link #startChange}, the
 *       change, {@link #leave}. The change consists of plain stores, with no call among them. A thread that changes
 *       nothing, or only replaces an object by one with the same counts, leaves without having started a change.
 *   <li>All that follows {@code tryEnter} is in a {@code try}. Its handler catches everything. If the state is still
 *       that of this stay, it puts back what was changed and assigns {@link #state} the state after the stay. There is
 *       no call in the handler. Inside a stay nothing blocks, and there is no user code.
 *   <li>{@link #copy} changes nothing in the cell. {@link #takeBack} turns a copy that was taken during a change into
 *       one from before it, with the help of the note.
 * </ol>
 *
 * <p>What follows from that:
 *
 * <ol>
 *   <li>One thread at a time is inside, as it entered by a compare-and-set. It sees all that those before it did: the
 *       compare-and-set acquires what the end of the stay before released.
 *   <li>{@code tryEnter} never waits.
 *   <li>No thread can leave a cell taken. A stack can end only at a call. At {@code tryEnter}, it ends before the
 *       compare-and-set, as behind that there are only returns. At a later call, the handler puts everything back by
 *       assignments, of which the last is to a volatile field and so releases the contents. The observation is not
 *       counted, and the caller gets the error. A call of {@code leave} in a {@code finally} block would not do, since
 *       that call can overflow, too.
 *   <li>{@link #read} gets whole observations, all that ended before it began, and waits for no thread that stays
 *       inside. It copies a cell as it stands, and if a thread is changing it, takes that observation back. The copy
 *       counts if the state was the same before and after. If it was not, a stay has begun or ended meanwhile, and the
 *       reading tries again; after some attempts it enters the cell as soon as that is free. A thread that lost its
 *       processor inside does not change the state, however long that takes, and so does not keep a reading from
 *       succeeding.
 *   <li>A note is whole, and about the change under way, whenever a reading uses it. It is written between the
 *       store-store fence behind entering and the release store in {@code startChange}. The contents change behind the
 *       store-store fence after that. The reader loads the state with acquire semantics, then copies, then loads it
 *       again behind an acquire fence, like an optimistic reader of {@link java.util.concurrent.locks.StampedLock}.
 *       Without one of these, a reading could combine a note with the contents of another stay.
 * </ol>
 *
 * <p>A thread that observes much in a histogram has cells of its own, which it enters without a compare-and-set: an
 * {@link OwnedPair}.
 *
 * @param <I> what the contents are copied to
 */
public abstract class Cell<I> {
    /** What {@link #tryEnter} returns if another thread is inside. */
    protected static final long TAKEN = -1;

    /** By how much the state grows with each stay. */
    protected static final long STAY = 4;

    private static final long ENTERED = 1;
    /** What is added to the state before a stay while its thread changes the contents. */
    protected static final long CHANGING = 2;

    static final long PHASE = STAY - 1;

    /** How often a reading tries in vain before it keeps others out. */
    private static final int READS_BESIDE = 8;

    private static final VarHandle STATE;
    private static final VarHandle MORE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Cell.class, "state", long.class);
            MORE = lookup.findVarHandle(Cell.class, "more", Cell[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        // The first call of each operation is linked, which takes far more stack than later ones.
        Rehearsal.run();
    }

    /** Changed by the thread inside only. */
    protected volatile long state;

    /**
     * The cells beside the first one of an instrument, which keeps them; null until threads meet in it. {@link Cells}
     * describes them.
     */
    private volatile @Nullable Cell<I>[] more;

    /** Makes a free cell. */
    protected Cell() {}

    /** A free cell of the same kind, with nothing counted, that shares no cache line with what is allocated behind. */
    protected abstract Cell<I> padded();

    /** Copies the contents. */
    protected abstract void copy(I image);

    /** Takes back, in a copy, the change that is under way. */
    protected abstract void takeBack(I image);

    /**
     * Begins a stay if no other thread is inside.
     *
     * @return the state before, or {@link #TAKEN}
     */
    protected final long tryEnter() {
        long seen = state;
        // The look at the phase spares a taken cell the compare-and-set, which would fetch its cache line for writing.
        return (seen & PHASE) == 0 && STATE.compareAndSet(this, seen, seen + ENTERED) ? seen : TAKEN;
    }

    /**
     * Announces a change that the note describes.
     *
     * @param before what {@link #tryEnter} returned
     */
    protected void startChange(long before) {
        STATE.setRelease(this, before + CHANGING);
        VarHandle.storeStoreFence();
    }

    /**
     * Ends a stay.
     *
     * @param before what {@link #tryEnter} returned
     */
    protected void leave(long before) {
        STATE.setRelease(this, before + STAY);
    }

    /** Whether it is time to look at who uses this cell. */
    final boolean isUseDue() {
        return (state & (STAY * Claims.PERIOD - STAY)) == 0;
    }

    /** Copies the contents as they are between two observations. */
    public final void read(I image) {
        for (int attempt = 1; !tryRead(image) && !(attempt > READS_BESIDE && tryReadInside(image)); attempt++) {
            Thread.onSpinWait();
        }
    }

    /** Reads beside the others, who do not notice. */
    final boolean tryRead(I image) {
        long seen = state;
        copy(image);
        if ((seen & PHASE) == CHANGING) {
            takeBack(image);
        }
        VarHandle.acquireFence();
        return state == seen;
    }

    private boolean tryReadInside(I image) {
        long before = tryEnter();
        if (before == TAKEN) {
            return false;
        }
        try {
            copy(image);
            leave(before);
            return true;
        } catch (Throwable t) {
            if (state < before + STAY) {
                state = before + STAY;
            }
            throw t;
        }
    }

    /** Takes a free cell for ever, or until it is {@linkplain #release released}: it can be read, not entered. */
    final boolean tryRetire() {
        return tryEnter() != TAKEN;
    }

    /** Frees a cell that the caller has retired. */
    final void release() {
        leave(state - ENTERED);
    }

    @Nullable
    Cell<I>[] more() {
        return more;
    }

    /** Replaces the further cells, unless another thread was faster. Returns those that were found. */
    @SuppressWarnings("unchecked") // nothing else is stored there
    final @Nullable Cell<I>[] replaceMore(@Nullable Cell<I>[] known, @Nullable Cell<I>[] next) {
        return (Cell<I>[]) MORE.compareAndExchange(this, known, next);
    }

    /** Does all that can be done with a cell, which also initializes the classes that are needed for it. */
    private static final class Rehearsal extends Cell<Rehearsal> {
        static void run() {
            Rehearsal image = new Rehearsal();
            Cell<Rehearsal> cell = image;
            long before = cell.tryEnter();
            cell.startChange(before);
            cell.tryRead(image);
            cell.tryReadInside(image);
            cell.leave(before);
            cell.read(image);
            cell.replaceMore(null, null);
            Cells.pick(image, 0);
            Cells.pick(image, 1);
        }

        @Override
        protected Cell<Rehearsal> padded() {
            return this;
        }

        @Override
        protected void copy(Rehearsal image) {}

        @Override
        protected void takeBack(Rehearsal image) {}
    }
}

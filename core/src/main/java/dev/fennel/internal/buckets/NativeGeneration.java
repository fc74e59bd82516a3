package dev.fennel.internal.buckets;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Exemplar;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a histogram with native buckets has counted since it was made or reset: its first cell, and what belongs to all
 * its cells. A reset replaces it by another one.
 */
public final class NativeGeneration extends NativeCell {
    private static final VarHandle EXEMPLARS;
    private static final VarHandle LIMITING;
    private static final VarHandle OWNED;
    private static final VarHandle SCALE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            EXEMPLARS = lookup.findVarHandle(NativeGeneration.class, "exemplars", SpreadExemplars.class);
            OWNED = lookup.findVarHandle(NativeGeneration.class, "owned", OwnedBuffer[].class);
            SCALE = lookup.findVarHandle(NativeGeneration.class, "scale", NativeScale.class);
            LIMITING = lookup.findVarHandle(NativeGeneration.class, "limiting", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long createdMillis;

    /** The buffers of threads that come again and again. */
    private volatile OwnedBuffer[] owned = OwnedBuffer.none();

    /** The scale to report. Cells may still have a finer one, or already a coarser one. It only gets coarser. */
    private volatile NativeScale scale;

    /** Whether a thread limits the number of buckets or resets the histogram. */
    @SuppressWarnings("UnusedVariable") // read by its handle
    private volatile boolean limiting;

    /** Cleared by the thread that limits before it reads any cell, so what is asked for later is not overlooked. */
    private volatile boolean limitingAskedFor;

    private volatile boolean overLimit;
    private volatile boolean resetWanted;
    private volatile @Nullable SpreadExemplars exemplars;

    /**
     * A generation in which nothing was counted.
     *
     * @param bucketCount the number of classic buckets
     * @param none native counts with room for nothing
     * @param createdMillis when it begins, in milliseconds since the epoch
     */
    public NativeGeneration(int bucketCount, NativeCounts none, long createdMillis) {
        super(bucketCount, none);
        this.scale = none.scale();
        this.createdMillis = createdMillis;
    }

    public long createdMillis() {
        return createdMillis;
    }

    /** The buffers of threads that come again and again. */
    public OwnedBuffer[] owned() {
        return owned;
    }

    /**
     * Gives the present thread a buffer, if it comes again and again. Not for a histogram that may be reset.
     *
     * @param used the shared cell in which the thread has just counted
     */
    public void claim(NativeCell used) {
        if (!used.isWorthCopying()) {
            return;
        }
        OwnedBuffer[] known = owned;
        OwnedBuffer[] next = OwnedBuffer.claim(known, this, used, counts.length);
        if (next != null) {
            OWNED.compareAndSet(this, known, next);
        }
    }

    public NativeScale scale() {
        return scale;
    }

    /**
     * Changes the scale that is reported, unless that has changed already. So there is an order of all scales that the
     * cells may have, in which each can be made of the one before.
     *
     * @param known what {@link #scale()} returned
     * @param coarser a coarser one
     * @return whether it is changed
     */
    public boolean tryCoarsen(NativeScale known, NativeScale coarser) {
        return SCALE.compareAndSet(this, known, coarser);
    }

    /** Whether there may be too many buckets, so that each observation has to see to it. */
    public boolean isOverLimit() {
        return overLimit;
    }

    public void overLimit(boolean is) {
        overLimit = is;
    }

    /** Whether resolution was lost, so that the histogram is to be reset as soon as that is allowed. */
    public boolean isResetWanted() {
        return resetWanted;
    }

    public void wantReset() {
        resetWanted = true;
    }

    /** Has the thread that limits, if there is one, do it once more. */
    public void askForLimiting() {
        limitingAskedFor = true;
    }

    public boolean isLimitingAskedFor() {
        return limitingAskedFor;
    }

    /** Becomes the one thread that limits, unless there is one. It calls {@link #endLimiting} afterwards. */
    public boolean tryLimiting() {
        if (!LIMITING.compareAndSet(this, false, true)) {
            return false;
        }
        limitingAskedFor = false; // before any cell is read
        return true;
    }

    public void endLimiting() {
        limiting = false;
    }

    /** Keeps an exemplar, the newest of all, which has a timestamp and whose value is not NaN. */
    public void keep(Exemplar exemplar, int max, long ttlMillis) {
        SpreadExemplars known;
        SpreadExemplars next;
        do {
            known = exemplars;
            next = (known == null ? new SpreadExemplars(max, ttlMillis) : known).with(exemplar);
        } while (!EXEMPLARS.compareAndSet(this, known, next));
    }

    @Nullable
    SpreadExemplars exemplars() {
        return exemplars;
    }
}

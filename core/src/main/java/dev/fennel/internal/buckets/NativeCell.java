package dev.fennel.internal.buckets;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.cells.Cell;
import dev.fennel.internal.cells.HistogramCell;
import dev.fennel.internal.cells.HistogramImage;
import java.lang.invoke.VarHandle;

/**
 * A cell of a histogram with native buckets.
 *
 * <p>An observation changes the sum, the count of a classic bucket, and one word of the native counts, in the same
 * stay: so all three agree in every reading. If there is no room for it, nothing is counted; the observer makes other
 * counts outside the cell, enters again, and moves what was counted there.
 */
public class NativeCell extends HistogramCell {
    /** What became of an attempt to observe. */
    public enum Outcome {
        /** Another thread is inside. */
        BUSY,
        /** Nothing is counted, as {@linkplain #makeRoom room} must be made first. */
        NO_ROOM,
        /** Counted in a bucket that was populated before, in the zero bucket, or, for NaN, in none. */
        COUNTED,
        /** Counted in a bucket as its first observation. */
        POPULATED
    }

    private static final int TRIES_TO_COARSEN = 1_000;

    /** In a scale of their own: the scale of the histogram may change while an observer is inside. */
    private volatile NativeCounts natives;

    // The note, besides that of the superclass: the word that changes, or null, and what it was.
    @Nullable
    long[] noteWords;

    int noteIndex;
    long noteWord;

    /** What is added to the word. */
    long step;

    /**
     * An empty cell.
     *
     * @param bucketCount the number of classic buckets
     * @param none native counts with room for nothing
     */
    public NativeCell(int bucketCount, NativeCounts none) {
        this(bucketCount, 0, none);
    }

    private NativeCell(int bucketCount, int padding, NativeCounts none) {
        super(bucketCount, padding);
        natives = none;
    }

    @Override
    protected Cell<HistogramImage> padded() {
        return new Padded(counts.length, NativeCounts.none(natives.scale()));
    }

    /** Whether the native counts are so few that a thread gains by copying them once for many observations. */
    final boolean isWorthCopying() {
        return natives.isWorthCopying();
    }

    /** Whether counts that are made for this cell must be padded. */
    boolean isPadded() {
        return false;
    }

    /**
     * Counts an observation if there is room for it and no other thread is inside.
     *
     * @param value what was observed
     * @param bucket its classic bucket
     * @return what became of it
     */
    public final Outcome tryObserve(double value, int bucket) {
        long before = tryEnter();
        if (before == TAKEN) {
            return Outcome.BUSY;
        }
        try {
            VarHandle.storeStoreFence();
            Outcome outcome = find(value);
            if (outcome == Outcome.NO_ROOM) {
                leave(before);
                return outcome;
            }
            double sumBefore = sum;
            long countBefore = counts[bucket];
            noteBucket = bucket;
            noteCount = countBefore;
            noteSum = sumBefore;
            startChange(before);
            sum = sumBefore + value;
            counts[bucket] = countBefore + 1;
            if (noteWords != null) {
                noteWords[noteIndex] = noteWord + step;
            }
            leave(before);
            return outcome;
        } catch (Throwable t) {
            if (state == before + CHANGING) {
                sum = noteSum;
                counts[noteBucket] = noteCount;
                if (noteWords != null) {
                    noteWords[noteIndex] = noteWord;
                }
            }
            if (state < before + STAY) {
                state = before + STAY;
            }
            throw t;
        }
    }

    /** Finds the word that an observation changes, and notes what it is. */
    final Outcome find(double value) {
        NativeCounts found = natives;
        NativeScale scale = found.scale();
        double magnitude = Math.abs(value);
        if (magnitude > scale.zeroThreshold()) {
            int key = scale.key(NativeIndex.key(magnitude));
            BucketWindow window = (value > 0 ? found.positive() : found.negative()).windowOf(key);
            return window == null ? Outcome.NO_ROOM : find(window, key);
        }
        if (magnitude <= scale.zeroThreshold()) {
            long[] zeros = found.zeros();
            return zeros == null ? Outcome.NO_ROOM : note(zeros, 0, 1, Outcome.COUNTED);
        }
        noteWords = null;
        return Outcome.COUNTED;
    }

    private Outcome find(BucketWindow window, int key) {
        long count = window.count(key);
        if (!window.hasRoom(count)) {
            return Outcome.NO_ROOM;
        }
        return note(
                window.words(), window.word(key), window.step(key), count == 0 ? Outcome.POPULATED : Outcome.COUNTED);
    }

    private Outcome note(long[] words, int index, long added, Outcome outcome) {
        noteWords = words;
        noteIndex = index;
        noteWord = words[index];
        step = added;
        return outcome;
    }

    /**
     * Makes room for a value for which there was none. May do nothing if other threads are here: another attempt to
     * observe shows.
     *
     * @param value what was observed
     */
    public final void makeRoom(double value) {
        NativeCounts found = natives;
        if (!found.hasRoomFor(value)) {
            replace(found, found.withRoomFor(value, isPadded()));
        }
    }

    /** Changes to a coarser scale, unless another thread stays inside. */
    public final void coarsen(NativeScale coarser) {
        for (int i = 0; i < TRIES_TO_COARSEN; i++) {
            NativeCounts found = natives;
            NativeScale scale = found.scale().coarsest(coarser);
            if (scale.equals(found.scale()) || replace(found, found.emptyIn(scale, isPadded()))) {
                return;
            }
            Thread.onSpinWait();
        }
    }

    /** Moves what was counted to other counts that were made for it, unless others came first. */
    private boolean replace(NativeCounts found, NativeCounts next) {
        long before = tryEnter();
        if (before == TAKEN) {
            return false;
        }
        try {
            boolean replaced = natives == found;
            if (replaced) {
                move(found, next);
                natives = next;
                noteWords = null; // it would keep the former counts
            }
            leave(before);
            return replaced;
        } catch (Throwable t) {
            if (state < before + STAY) {
                state = before + STAY;
            }
            throw t;
        }
    }

    /** Fills counts that nobody reads yet. */
    void move(NativeCounts from, NativeCounts to) {
        to.addAll(from);
    }

    @Override
    protected final void copy(HistogramImage image) {
        super.copy(image);
        natives.copyTo((NativeImage) image, null, 0, 0);
    }

    @Override
    protected final void takeBack(HistogramImage image) {
        super.takeBack(image);
        natives.copyTo((NativeImage) image, noteWords, noteIndex, noteWord);
    }

    /** Has the padding behind the fields that threads contend for. */
    @SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"})
    private static final class Padded extends NativeCell {
        long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

        Padded(int bucketCount, NativeCounts none) {
            super(bucketCount, PADDING, none);
        }

        @Override
        boolean isPadded() {
            return true;
        }
    }
}

package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.cells.CellLock;
import dev.fennel.model.Exemplar;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a {@link Histogram} keeps: cells with the sum and the counts of the classic buckets, and an exemplar for each of
 * those buckets.
 *
 * <p>Calls go one way: the histogram calls {@link NativeCells}, which it has if there are native buckets, and both call
 * this. It is a superclass and not a part, so that it costs a series nothing.
 */
abstract sealed class HistogramCells extends StripedInstrument permits Histogram {
    private static final VarHandle EXEMPLARS;
    private static final VarHandle EXEMPLAR = MethodHandles.arrayElementVarHandle(Exemplar[].class);

    static {
        try {
            EXEMPLARS = MethodHandles.lookup().findVarHandle(HistogramCells.class, "exemplars", Exemplar[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final HistogramSpec spec;

    /** One for each bucket; null until there is the first, and again after a reset. */
    private volatile @Nullable Exemplar[] exemplars;

    HistogramCells(HistogramSpec spec, String[] labelValues) {
        super(labelValues, spec.cellSize());
        this.spec = spec;
    }

    /** Counts a value in a classic bucket. */
    final void count(double value, int bucket) {
        long[] cell = enter();
        int start = start(cell);
        HistogramSpec.count(cell, start, value, bucket);
        CellLock.leave(cell, start);
    }

    /** Adds all cells to a reading, one after the other. */
    final void readCells(HistogramReading reading) {
        int cells = cellCount();
        for (int i = 0; i < cells; i++) {
            long[] cell = cell(i);
            int start = start(cell);
            CellLock.enter(cell, start);
            reading.add(cell, start);
            CellLock.leave(cell, start);
        }
    }

    /** The exemplar of a bucket, or null. */
    final @Nullable Exemplar exemplar(int bucket) {
        Exemplar[] made = exemplars;
        return made == null ? null : (Exemplar) EXEMPLAR.getAcquire(made, bucket);
    }

    final void setExemplar(int bucket, Exemplar exemplar) {
        EXEMPLAR.setRelease(exemplars(), bucket, exemplar);
    }

    /** Replaces the exemplar of a bucket, or the lack of one; false if another thread was faster. */
    final boolean replaceExemplar(int bucket, @Nullable Exemplar kept, Exemplar next) {
        return EXEMPLAR.compareAndSet(exemplars(), bucket, kept, next);
    }

    private Exemplar[] exemplars() {
        Exemplar[] made = exemplars;
        if (made == null) {
            Exemplar[] mine = new Exemplar[spec.bucketCount()];
            made = (Exemplar[]) EXEMPLARS.compareAndExchange(this, (Exemplar[]) null, mine);
            return made == null ? mine : made;
        }
        return made;
    }

    /** Forgets the exemplars of all buckets. */
    final void dropExemplars() {
        exemplars = null;
    }

    /** To be done before the cells are read, so that every exemplar in a reading is also counted in it. */
    final void readExemplars(HistogramReading reading) {
        reading.clearExemplars();
        Exemplar[] all = exemplars;
        if (all != null) {
            for (int i = 0; i < all.length; i++) {
                reading.exemplar(i, (Exemplar) EXEMPLAR.getAcquire(all, i));
            }
        }
    }
}

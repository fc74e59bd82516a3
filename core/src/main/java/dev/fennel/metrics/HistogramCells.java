package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.cells.Cells;
import dev.fennel.internal.cells.HistogramCell;
import dev.fennel.internal.cells.HistogramImage;
import dev.fennel.internal.cells.OwnedPair;
import dev.fennel.metrics.ExemplarSampler.Kept;
import dev.fennel.model.Exemplar;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a {@link Histogram} keeps: cells with the sum and the counts of the buckets, and an exemplar for each classic
 * bucket.
 *
 * <p>It is a superclass and not a part, so that it costs a series nothing.
 */
abstract sealed class HistogramCells extends Instrument permits Histogram {
    private static final VarHandle EXEMPLARS;
    private static final VarHandle OWNED;
    private static final VarHandle EXEMPLAR = MethodHandles.arrayElementVarHandle(Kept[].class);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            EXEMPLARS = lookup.findVarHandle(HistogramCells.class, "exemplars", Kept[].class);
            OWNED = lookup.findVarHandle(HistogramCells.class, "owned", OwnedPair[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final HistogramSpec spec;

    /** The first of the {@link Cells}; replaced when native buckets are reset. */
    private volatile HistogramCell first;

    /**
     * The cells of threads that come again and again. There are none with native buckets: these have
     * {@link dev.fennel.internal.buckets.NativeBuffer buffers} instead, which belong to a generation.
     */
    private volatile OwnedPair[] owned = OwnedPair.none();

    /** One for each bucket; null until there is the first, and again after a reset. */
    private volatile @Nullable Kept[] exemplars;

    HistogramCells(HistogramSpec spec, String[] labelValues) {
        super(labelValues);
        this.spec = spec;
        this.first = spec.newFirstCell();
    }

    /** The first cell at present. */
    final HistogramCell first() {
        return first;
    }

    /** Begins anew, with another first cell. */
    final void begin(HistogramCell next) {
        first = next;
        exemplars = null;
    }

    /** Counts a value in a classic bucket. */
    final void count(double value, int bucket) {
        HistogramCell own = OwnedPair.own(owned);
        if (own != null) {
            own.count(value, bucket);
        } else {
            countShared(value, bucket);
        }
    }

    private void countShared(double value, int bucket) {
        OwnedPair[] known = owned;
        // With owners, the first cell is left alone, as all of them read what may lie beside it.
        int attempt = known != OwnedPair.none() && Cells.count(first) == 1 ? 1 : 0;
        HistogramCell cell = Cells.pick(first, attempt);
        while (cell == null || !cell.tryCount(value, bucket)) {
            cell = Cells.pick(first, ++attempt);
        }
        OwnedPair[] next = OwnedPair.claim(known, first, cell);
        if (next != null) {
            OWNED.compareAndSet(this, known, next);
        }
    }

    /** The exemplar of a bucket, or null. */
    final @Nullable Kept exemplar(int bucket) {
        Kept[] made = exemplars;
        return made == null ? null : (Kept) EXEMPLAR.getAcquire(made, bucket);
    }

    final void setExemplar(int bucket, Exemplar exemplar) {
        EXEMPLAR.setRelease(exemplars(), bucket, new Kept(exemplar, 0));
    }

    /** Replaces the exemplar of a bucket, or the lack of one; false if another thread was faster. */
    final boolean replaceExemplar(int bucket, @Nullable Kept kept, Kept next) {
        return EXEMPLAR.compareAndSet(exemplars(), bucket, kept, next);
    }

    private Kept[] exemplars() {
        Kept[] made = exemplars;
        if (made == null) {
            Kept[] mine = new Kept[spec.bucketCount()];
            made = (Kept[]) EXEMPLARS.compareAndExchange(this, (Kept[]) null, mine);
            return made == null ? mine : made;
        }
        return made;
    }

    /**
     * Reads the exemplars: to be done before the cells are read, so that every exemplar in a reading is counted in it.
     */
    final void readExemplars(HistogramReading reading) {
        reading.clearExemplars();
        Kept[] all = exemplars;
        if (all != null) {
            for (int i = 0; i < all.length; i++) {
                Kept kept = (Kept) EXEMPLAR.getAcquire(all, i);
                reading.exemplar(i, kept == null ? null : kept.exemplar);
            }
        }
    }

    /** Has the observations replace the exemplars that have been there long enough. */
    final void renewExemplars() {
        Kept[] all = exemplars;
        ExemplarSampler sampler = ExemplarSampler.orDefault(spec.sampler());
        if (all != null && sampler != null) {
            long now = sampler.millis();
            for (int i = 0; i < all.length; i++) {
                ExemplarSampler.renew((Kept) EXEMPLAR.getAcquire(all, i), now);
            }
        }
    }

    /** Adds all cells that threads share to a reading, one after the other. */
    static void readShared(HistogramCell first, HistogramReading reading) {
        HistogramImage image = reading.image();
        int cells = Cells.count(first);
        for (int i = 0; i < cells; i++) {
            HistogramCell cell = Cells.get(first, i);
            if (cell != null) {
                cell.read(image);
                reading.addImage();
            }
        }
    }

    /** Adds all cells that belong to one thread each. */
    final void readOwned(HistogramReading reading) {
        int halves = OwnedPair.halves(owned);
        for (int i = 0; i < halves; i++) {
            int attempt = 0;
            while (!OwnedPair.tryRead(owned, i, reading.image(), attempt)) {
                attempt++;
            }
            reading.addImage();
        }
    }
}

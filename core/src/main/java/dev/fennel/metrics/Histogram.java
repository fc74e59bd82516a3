package dev.fennel.metrics;

import dev.fennel.internal.cells.CellLock;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricVisitor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;

/**
 * Counts observations in buckets, such as latencies or sizes, so that the server can compute quantiles of any group of
 * processes and of any time.
 *
 * <pre>{@code
 * Histogram latency = Histogram.builder("request_duration_seconds", "Latency.").buckets(.01, .1, 1).register();
 * latency.observe(0.042);
 * }</pre>
 *
 * <p>Every reading is exact: count, sum and buckets are those of the same observations. NaN is counted in the last
 * bucket and makes the sum NaN.
 *
 * <p>Instead of buckets with given bounds, or beside them, there may be {@linkplain HistogramBuilder#nativeBuckets
 * native} ones, which NaN is not counted in.
 */
public final class Histogram extends StripedInstrument implements Observer {
    // A cell, from its start: the lock, the bits of the sum, then a count for each bucket. With native buckets, these
    // are followed by what NativeCells says.
    static final int SUM = 1;
    static final int COUNTS = 2;

    private static final VarHandle EXEMPLARS;
    private static final VarHandle EXEMPLAR = MethodHandles.arrayElementVarHandle(Exemplar[].class);

    static {
        try {
            EXEMPLARS = MethodHandles.lookup().findVarHandle(Histogram.class, "exemplars", Exemplar[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final HistogramSpec spec;
    private final long createdMillis = System.currentTimeMillis();

    /** Null if there are no native buckets. */
    private final NativeCells natives;

    /** One for each bucket; null until there is the first, and again after a reset. */
    private volatile Exemplar[] exemplars;

    Histogram(HistogramSpec spec, String... labelValues) {
        super(labelValues, spec.cellSize());
        this.spec = spec;
        this.natives = spec.nativeOptions() == null ? null : new NativeCells(this, spec);
    }

    /**
     * Starts to build a histogram.
     *
     * @param name the name
     * @param help what is observed
     * @return a builder
     */
    public static HistogramBuilder<Histogram> builder(String name, String help) {
        return new HistogramBuilder<>(Histogram::new, name, help);
    }

    @Override
    public void observe(double value) {
        observeOnly(value);
        if (ExemplarSampler.inUse()) {
            sample(value);
        }
    }

    private void observeOnly(double value) {
        if (natives != null) {
            natives.observe(value);
            return;
        }
        int bucket = spec.bucketOf(value);
        long[] cell = enter();
        int start = start(cell);
        count(cell, start, value, bucket);
        CellLock.leave(cell, start);
    }

    /** Counts a value in a cell that is taken, and in a classic bucket of it. */
    static void count(long[] cell, int start, double value, int bucket) {
        cell[start + SUM] = Double.doubleToRawLongBits(Double.longBitsToDouble(cell[start + SUM]) + value);
        cell[start + COUNTS + bucket]++;
    }

    /**
     * Observes a value and keeps it as the example of its bucket, which OpenMetrics and protobuf show.
     *
     * @param value what was observed
     * @param exemplarLabels labels that lead to the example, such as {@code trace_id}
     * @throws IllegalArgumentException if the labels are too long together; then nothing is observed
     */
    public void observeWithExemplar(double value, Labels exemplarLabels) {
        Exemplar exemplar = new Exemplar(exemplarLabels, value, Instant.now());
        observeOnly(value);
        EXEMPLAR.setRelease(exemplars(), spec.bucketOf(value), exemplar);
        if (natives != null) {
            natives.keep(exemplar);
        }
    }

    /** Keeps what was just observed as the example of its bucket, if it is time for one and there is a trace. */
    private void sample(double value) {
        ExemplarSampler sampler = ExemplarSampler.orDefault(spec.sampler());
        if (sampler != null) {
            int bucket = spec.bucketOf(value);
            Exemplar[] made = exemplars;
            Exemplar kept = made == null ? null : (Exemplar) EXEMPLAR.getAcquire(made, bucket);
            Exemplar next = sampler.next(kept, value);
            // Does nothing more if another thread was faster.
            boolean taken = next != null && EXEMPLAR.compareAndSet(exemplars(), bucket, kept, next);
            if (taken && natives != null) {
                natives.keep(next);
            }
        }
    }

    private Exemplar[] exemplars() {
        Exemplar[] made = exemplars;
        if (made == null) {
            Exemplar[] mine = new Exemplar[spec.bucketCount()];
            made = (Exemplar[]) EXEMPLARS.compareAndExchange(this, null, mine);
            return made == null ? mine : made;
        }
        return made;
    }

    /** Forgets the exemplars of all buckets. */
    void dropExemplars() {
        exemplars = null;
    }

    /**
     * Count, sum and buckets as they are now.
     *
     * @return a value of its own that does not change
     */
    public HistogramValue snapshot() {
        HistogramReading reading = new HistogramReading(spec);
        read(reading, false);
        return reading;
    }

    @Override
    public Desc desc() {
        return spec.desc();
    }

    @Override
    public void write(MetricVisitor visitor) {
        HistogramReading reading = spec.borrow();
        try {
            read(reading, true);
            visitor.histogram(reading);
        } finally {
            spec.giveBack(reading);
        }
    }

    private void read(HistogramReading reading, boolean mayReset) {
        if (natives == null) {
            readExemplars(reading);
            readCells(reading);
        } else {
            natives.read(reading, mayReset);
        }
        reading.finish();
    }

    private void readCells(HistogramReading reading) {
        reading.start(createdMillis);
        int cells = cellCount();
        for (int i = 0; i < cells; i++) {
            long[] cell = cell(i);
            int start = start(cell);
            CellLock.enter(cell, start);
            addTo(reading, cell, start);
            CellLock.leave(cell, start);
        }
    }

    /** Adds sum and classic buckets of a cell that is taken. */
    static void addTo(HistogramReading reading, long[] cell, int start) {
        reading.add(Double.longBitsToDouble(cell[start + SUM]), cell, start + COUNTS);
    }

    /** Done before the cells are read, so that every exemplar shown is also counted. */
    void readExemplars(HistogramReading reading) {
        reading.clearExemplars();
        Exemplar[] all = exemplars;
        if (all != null) {
            for (int i = 0; i < all.length; i++) {
                reading.exemplar(i, (Exemplar) EXEMPLAR.getAcquire(all, i));
            }
        }
    }
}

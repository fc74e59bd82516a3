package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.cells.Claims;
import dev.fennel.internal.cells.SumCells;
import dev.fennel.metrics.ExemplarSampler.Kept;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NumberBatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Counts what only ever goes up: requests served, bytes sent, errors.
 *
 * <pre>{@code
 * Counter jobs = Counter.builder("jobs_total", "Jobs done.").register();
 * jobs.inc();
 * }</pre>
 *
 * <p>By convention the name ends in {@code _total}. The value is exact for whole numbers up to 2<sup>53</sup>, whatever
 * the number of threads.
 */
public final class Counter extends Instrument {
    /*
     * The value is the sum of "count" and of what there is in "cells".
     *
     * What this relies on:
     * 1. Whole increments go to "count" by compare-and-set until there are cells, or "count" is full, and to the cells
     *    from then on. A thread that looked for the cells just before they were made may still add to "count".
     * 2. The cells are made when a compare-and-set of "count" fails for the first time, when a thread comes again and
     *    again, or for the first fraction, increment of MAX_AMOUNT or more, or exemplar, which are kept there. They are
     *    never taken away. Most counters never need them, so a plain series has 40 bytes on a 64-bit JVM with
     *    compressed references.
     * 3. Each increment is made in one part, by one operation. Each part only grows, and none overflows: "count" and
     *    the whole parts of cells are left alone at a limit, and all that is left is summed as doubles.
     * 4. What is needed later is initialized with this class: at the end of some stack, it would fail for ever.
     *
     * What it guarantees:
     * 1. No increment is lost or counted twice, by 3. A thread that fails at "count" has changed nothing there.
     * 2. Of two readings in a row, the second is not less, by 3 and by what SumCells guarantees. An increment that has
     *    ended is in every later reading.
     * 3. Nobody waits for anybody. A thread that dies leaves its increment done or not begun.
     * 4. An exemplar that is read before the value is counted in it, as it is stored after its increment.
     */
    private static final VarHandle COUNT;
    private static final VarHandle CELLS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            COUNT = lookup.findVarHandle(Counter.class, "count", long.class);
            CELLS = lookup.findVarHandle(Counter.class, "cells", Cells.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        Cells.rehearse();
    }

    /** From here on, doubles are not exact: the increment is summed as one. */
    private static final double MAX_AMOUNT = 1L << 53;

    private final CounterBuilder.Spec spec;
    private final long createdMillis = System.currentTimeMillis();
    private volatile long count;
    private volatile @Nullable Cells cells;

    Counter(CounterBuilder.Spec spec, String... labelValues) {
        super(labelValues);
        this.spec = spec;
    }

    /**
     * Starts to build a counter.
     *
     * @param name the name, usually ending in {@code _total}
     * @param help what is counted
     * @return a builder
     */
    public static CounterBuilder<Counter> builder(String name, String help) {
        return new CounterBuilder<>(Counter::new, name, help);
    }

    /** Adds one. */
    public void inc() {
        addWhole(1);
        if (ExemplarSampler.inUse()) {
            sample(1);
        }
    }

    /**
     * Adds an amount.
     *
     * @param amount zero or more
     * @throws IllegalArgumentException if the amount is negative or NaN
     */
    public void add(double amount) {
        addOnly(amount);
        if (ExemplarSampler.inUse()) {
            sample(amount);
        }
    }

    private void addOnly(double amount) {
        if (!(amount >= 0)) {
            throw new IllegalArgumentException(desc().quoted() + ": cannot add " + amount + ", counters only go up");
        }
        long whole = (long) amount;
        if (whole == amount && amount < MAX_AMOUNT) {
            addWhole(whole);
        } else {
            cells().add(amount);
        }
    }

    /**
     * Adds an amount and keeps it as the counter's exemplar, which OpenMetrics and protobuf expose.
     *
     * @param amount zero or more
     * @param exemplarLabels labels that lead to an example, such as {@code trace_id}; of at most 128 characters
     *     together. If they are longer, the amount is added all the same, and this is logged once
     * @throws IllegalArgumentException if the amount is negative or NaN; then nothing is added
     */
    public void addWithExemplar(double amount, Labels exemplarLabels) {
        Objects.requireNonNull(exemplarLabels, "exemplarLabels");
        addOnly(amount);
        Exemplar exemplar = ExemplarSampler.given(this, exemplarLabels, amount);
        if (exemplar != null) {
            cells().exemplar(new Kept(exemplar, 0));
        }
    }

    /** Keeps an amount that was just added as the exemplar, if one is wanted and there is a trace. */
    private void sample(double amount) {
        ExemplarSampler sampler = ExemplarSampler.orDefault(spec.sampler());
        if (sampler != null) {
            Cells made = cells;
            Kept kept = made == null ? null : made.exemplar();
            Kept next = ExemplarSampler.isWanted(kept) ? sampler.next(kept, amount) : null;
            if (next != null) {
                cells().exemplar(kept, next);
            }
        }
    }

    private void addWhole(long amount) {
        Cells made = cells;
        if (made == null) {
            long seen = count;
            long sum = seen + amount;
            if (sum < SumCells.MAX_WHOLE && COUNT.compareAndSet(this, seen, sum)) {
                if (Claims.isDue(sum)) {
                    claim();
                }
                return;
            }
            made = cells();
        }
        made.add(amount);
    }

    /** Gives the present thread a cell of its own if it comes here again and again. */
    private void claim() {
        try {
            if (Claims.comesAgain(this)) {
                cells().claimNow();
            }
        } catch (VirtualMachineError e) {
            // The increment is counted. Without memory or stack, there is a cell at some other time.
        }
    }

    private Cells cells() {
        Cells made = cells;
        if (made == null) {
            Cells mine = new Cells();
            made = (Cells) CELLS.compareAndExchange(this, (Cells) null, mine);
            return made == null ? mine : made;
        }
        return made;
    }

    /**
     * The sum so far. While increments are under way, it lies between the sums before and after them.
     *
     * @return zero or more
     */
    public double value() {
        Cells made = cells;
        return made == null ? count : made.sum(count);
    }

    @Override
    public Desc desc() {
        return spec.desc();
    }

    @Override
    public void write(MetricVisitor visitor) {
        Cells made = cells;
        Exemplar exemplar = made == null ? null : exemplar(made, visitor.takesExemplars());
        visitor.counter(value(), createdMillis, exemplar);
    }

    /** Sets what {@link #write} writes beside the value, which is to be read afterwards. */
    void readExtras(NumberBatch batch, int index) {
        Cells made = cells;
        Exemplar exemplar = made == null || !batch.takesExemplars() ? null : exemplar(made, true);
        batch.extras(index, createdMillis, exemplar);
    }

    /**
     * The exemplar, to be read before the value, which then surely includes it.
     *
     * @param renewing whether an increment is to replace it if it has been there long enough
     */
    private @Nullable Exemplar exemplar(Cells made, boolean renewing) {
        Kept kept = made.exemplar();
        if (kept == null) {
            return null;
        }
        ExemplarSampler sampler = renewing ? ExemplarSampler.orDefault(spec.sampler()) : null;
        if (sampler != null) {
            ExemplarSampler.renew(kept, sampler.millis());
        }
        return kept.exemplar;
    }

    /** What a counter gets once threads use it much, or with its first fraction or exemplar. */
    private static final class Cells extends SumCells {
        private static final VarHandle EXEMPLAR;

        static {
            try {
                EXEMPLAR = MethodHandles.lookup().findVarHandle(Cells.class, "exemplar", Kept.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private volatile @Nullable Kept exemplar;

        /** Initializes and links what is needed later. */
        static void rehearse() {
            EXEMPLAR.compareAndSet(new Cells(), (Kept) null, (Kept) null);
        }

        void exemplar(Kept latest) {
            exemplar = latest;
        }

        /** Replaces the exemplar that the caller has seen, or the lack of one, unless another thread was faster. */
        void exemplar(@Nullable Kept seen, Kept next) {
            EXEMPLAR.compareAndSet(this, seen, next);
        }

        @Nullable
        Kept exemplar() {
            return exemplar;
        }
    }
}

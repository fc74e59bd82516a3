package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.cells.CellProbe;
import dev.fennel.internal.cells.Claims;
import dev.fennel.internal.cells.GaugeSum;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Measures what goes up and down: a queue's length, a temperature, requests in flight.
 *
 * <pre>{@code
 * Gauge depth = Gauge.builder("queue_depth", "Jobs waiting.").register();
 * depth.set(queue.size());
 * }</pre>
 */
public final class Gauge extends Instrument {
    /*
     * The value is in "value". When threads contend for it with additions, or one adds again and again, to values that
     * differ much, it moves to a GaugeSum, where threads have cells of their own. From then on, the field is IN_SUM.
     *
     * What this relies on:
     * 1. A gauge gets one sum, which one thread makes. Nobody looks there before the field is IN_SUM, which is by a
     *    compare-and-set which finds the value that the sum begins with.
     * 2. To set the value is one store to the field, whatever it is. So it takes the value out of the sum, for good; the
     *    sum is kept, so that there is no second one.
     * 3. No value is IN_SUM: all NaNs become the usual one.
     *
     * What it guarantees:
     * 1. No addition is lost: one that finds IN_SUM and comes to the sum after a thread has set the value counts
     *    as made before that, as the two were under way at the same time. So does a reading.
     * 2. A reading is a value that the gauge had, if what was added at the same time is put in some order: it never has a
     *    subtraction without the addition that was done before it. Cells that are summed up as they are, as in a
     *    counter, would not do.
     * 3. Nobody waits. A thread that dies before the field is IN_SUM leaves a sum that is never used, and all is as
     *    before.
     */
    private static final VarHandle VALUE;
    private static final VarHandle SUM;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            VALUE = lookup.findVarHandle(Gauge.class, "value", double.class);
            SUM = lookup.findVarHandle(Gauge.class, "sum", GaugeSum.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        CellProbe.advance();
        GaugeSum.create().value();
        Claims.isDue(1);
    }

    /** A NaN that no value is. */
    private static final long IN_SUM_BITS = Double.doubleToLongBits(Double.NaN) + 1;

    private static final double IN_SUM = Double.longBitsToDouble(IN_SUM_BITS);

    /** How often threads meet before the value moves to a sum, on average. */
    private static final int MEETINGS = 32;

    private final Desc desc;

    /**
     * Written with release and read with acquire: a thread that sees a value also sees what was done before it was set.
     */
    @SuppressWarnings("UnusedVariable") // read by its handle
    private double value;

    /** Null until the value moves there. */
    private volatile @Nullable GaugeSum sum;

    Gauge(Desc desc, String... labelValues) {
        super(labelValues);
        this.desc = desc;
    }

    /**
     * Starts to build a gauge.
     *
     * @param name the name
     * @param help what is measured
     * @return a builder
     */
    public static MetricBuilder.Plain<Gauge> builder(String name, String help) {
        return new MetricBuilder.Plain<>(Gauge::new, MetricType.GAUGE, name, help);
    }

    /**
     * Sets the value.
     *
     * @param newValue any value
     */
    public void set(double newValue) {
        VALUE.setRelease(this, ordinary(newValue));
    }

    /** Adds one. */
    public void inc() {
        add(1);
    }

    /** Subtracts one. */
    public void dec() {
        add(-1);
    }

    /**
     * Adds an amount.
     *
     * @param amount any amount; a negative one lowers the value
     */
    public void add(double amount) {
        while (!tryAdd(amount)) {
            if (CellProbe.advance() % MEETINGS == 0) {
                moveToSum();
            }
        }
    }

    private static boolean isInSum(double seen) {
        return Double.doubleToRawLongBits(seen) == IN_SUM_BITS;
    }

    /** The same value, but never IN_SUM. */
    private static double ordinary(double any) {
        return Double.isNaN(any) ? Double.NaN : any;
    }

    private boolean tryAdd(double amount) {
        double seen = (double) VALUE.getAcquire(this);
        if (isInSum(seen)) {
            sum().add(amount);
            return true;
        }
        double next = ordinary(seen + amount);
        if (!VALUE.compareAndSet(this, seen, next)) {
            return false;
        }
        if (Claims.isDue(Double.doubleToRawLongBits(next))) {
            claim();
        }
        return true;
    }

    /** Moves the value to a sum if the present thread comes here again and again. */
    private void claim() {
        try {
            if (Claims.comesAgain(this)) {
                moveToSum();
            }
        } catch (VirtualMachineError e) {
            // The amount is added.
        }
    }

    /** Without memory or stack, the value stays where it is, and moves at some other time. */
    void moveToSum() {
        if (sum != null) {
            return;
        }
        try {
            GaugeSum mine = GaugeSum.create();
            if (SUM.compareAndSet(this, (GaugeSum) null, mine)) {
                double seen;
                do {
                    seen = (double) VALUE.getAcquire(this);
                    mine.start(seen);
                } while (!VALUE.compareAndSet(this, seen, IN_SUM));
            }
        } catch (VirtualMachineError e) {
            // What was added before this stays added.
        }
    }

    /** The sum, which there is once the field is IN_SUM. */
    @SuppressWarnings("NullAway")
    private GaugeSum sum() {
        return sum;
    }

    /**
     * Subtracts an amount.
     *
     * @param amount any amount; a negative one raises the value
     */
    public void sub(double amount) {
        add(-amount);
    }

    /** Sets the value to the current time, in seconds since the epoch. */
    public void setToCurrentTime() {
        set(System.currentTimeMillis() / 1e3);
    }

    /**
     * The current value.
     *
     * @return what was set last, and what was added since
     */
    public double value() {
        double seen = (double) VALUE.getAcquire(this);
        return isInSum(seen) ? sum().value() : seen;
    }

    @Override
    public Desc desc() {
        return desc;
    }

    @Override
    public void write(MetricVisitor visitor) {
        visitor.gauge(value());
    }
}

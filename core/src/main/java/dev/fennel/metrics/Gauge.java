package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.cells.CellProbe;
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
     * The value is in "value". When threads contend for it with additions, it moves to a "Sum", where small whole numbers
     * are added by an atomic addition, which does not fail and takes half the time. From then on, the field is IN_SUM.
     *
     * What this relies on:
     * 1. A gauge gets one sum, which one thread makes. Nobody looks there before the field is IN_SUM, which is by a
     *    compare-and-set which finds the value that the sum begins with.
     * 2. To set the value is one store to the field, whatever it is. So it takes the value out of the sum, for good.
     * 3. No value is IN_SUM: all NaNs become the usual one.
     *
     * What it guarantees:
     * 1. No addition is lost: one that finds IN_SUM and comes to the sum after a thread has set the value counts
     *    as made before that, as the two were under way at the same time. So does a reading.
     * 2. A reading is a value that the gauge had. Cells that are summed up, as in a counter, would not do: a reading
     *    could miss what one thread has added and include what another one has subtracted after that. There is one
     *    exception: if between two loads of the base it changes to other bits and back, and the whole number changes
     *    as well, a reading may have the old base with a whole number that came and went beside another base. It was
     *    not seen in 1.6 billion readings beside a thread that does nothing else. To count the changes would not rule
     *    it out, as two threads may both stop between the count and the change.
     * 3. Nobody waits. A thread that dies before the field is IN_SUM leaves a sum that is never used, and all is as
     *    before.
     */
    private static final VarHandle VALUE;
    private static final VarHandle SUM;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            VALUE = lookup.findVarHandle(Gauge.class, "value", double.class);
            SUM = lookup.findVarHandle(Gauge.class, "sum", Sum.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        Sum.rehearse();
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

    /** Null until threads contend. */
    private volatile @Nullable Sum sum;

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
            if (CellProbe.advance() % MEETINGS == 0 && sum == null) {
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
        return VALUE.compareAndSet(this, seen, ordinary(seen + amount));
    }

    private void moveToSum() {
        Sum mine = new Sum();
        if (SUM.compareAndSet(this, (Sum) null, mine)) {
            double seen;
            do {
                seen = (double) VALUE.getAcquire(this);
                mine.start(seen);
            } while (!VALUE.compareAndSet(this, seen, IN_SUM));
        }
    }

    /** The sum, which there is once the field is IN_SUM. */
    @SuppressWarnings("NullAway")
    private Sum sum() {
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

    /** Where contending threads add: small whole numbers to one word, all others to another one. */
    private static final class Sum {
        private static final VarHandle BASE;
        private static final VarHandle WHOLE;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                BASE = lookup.findVarHandle(Sum.class, "base", long.class);
                WHOLE = lookup.findVarHandle(Sum.class, "whole", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        /** From here on, amounts are added to the base. Smaller ones would overflow in centuries. */
        private static final double LARGE = 256;

        /** The bits of a double. */
        private volatile long base;

        private volatile long whole;

        /** Initializes and links what is needed later, which must not happen at the end of a stack. */
        static void rehearse() {
            Sum rehearsal = new Sum();
            rehearsal.start(0);
            rehearsal.add(1);
            rehearsal.add(.5);
            CellProbe.advance();
        }

        /** Begins with a value, before any other thread looks here. */
        void start(double value) {
            base = Double.doubleToRawLongBits(value);
        }

        void add(double amount) {
            long rounded = (long) amount;
            if (rounded == amount && Math.abs(amount) < LARGE) {
                WHOLE.getAndAdd(this, rounded);
            } else {
                long seen;
                long next;
                do {
                    seen = base;
                    next = Double.doubleToRawLongBits(Double.longBitsToDouble(seen) + amount);
                } while (!BASE.compareAndSet(this, seen, next));
            }
        }

        /**
         * What both words were together at some moment: the base has the same bits before and after the whole number is
         * read.
         */
        double value() {
            long before;
            long added;
            long after = base;
            do {
                before = after;
                added = whole;
                after = base;
            } while (before != after);
            return Double.longBitsToDouble(after) + added;
        }
    }
}

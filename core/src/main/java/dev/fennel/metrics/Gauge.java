package dev.fennel.metrics;

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
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Gauge.class, "value", double.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Desc desc;

    /**
     * Written with release and read with acquire: a thread that sees a value also sees what was done before it was set.
     */
    @SuppressWarnings("UnusedVariable") // read by its handle
    private double value;

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
        VALUE.setRelease(this, newValue);
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
        double seen;
        do {
            seen = value();
        } while (!VALUE.compareAndSet(this, seen, seen + amount));
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
        return (double) VALUE.getAcquire(this);
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

package dev.fennel.model;

import dev.fennel.internal.Nullable;
import java.util.Objects;

/**
 * The values of up to {@value #CAPACITY} counters or gauges that were {@linkplain MetricFamily#readNumbers read}
 * together. Keep a batch and use it again. Used by one thread at a time.
 */
public final class NumberBatch {
    /**
     * How many values a batch takes. With more, the first would no longer be in the processor's nearest cache when the
     * last has been read; with fewer, less memory would be read in parallel.
     */
    public static final int CAPACITY = 64;

    private final double[] values = new double[CAPACITY];
    private final long[] createdMillis = new long[CAPACITY];
    private final Exemplar[] exemplars = new Exemplar[CAPACITY];
    private MetricType type = MetricType.UNTYPED;
    private int size;
    private boolean takesExemplars;
    private boolean takesCreated;

    /** An empty batch. */
    public NumberBatch() {
        // The arrays are all that there is.
    }

    /**
     * Begins anew.
     *
     * @param newType the type of the values to come
     */
    public void begin(MetricType newType) {
        type = Objects.requireNonNull(newType, "newType");
        size = 0;
    }

    /**
     * Says whether the one who reads exposes exemplars, so that others may take their places afterwards. It stays so
     * until it is said anew; a new batch takes none.
     *
     * @param take whether exemplars are taken; if not, values may come without theirs
     */
    public void takeExemplars(boolean take) {
        takesExemplars = take;
    }

    /**
     * Whether exemplars are {@linkplain #takeExemplars taken}.
     *
     * @return false if values may be added without theirs
     */
    public boolean takesExemplars() {
        return takesExemplars;
    }

    /**
     * Says whether the one who reads exposes when counting began. It stays so until it is said anew; a new batch does
     * not take it.
     *
     * @param take whether it is taken
     */
    public void takeCreated(boolean take) {
        takesCreated = take;
    }

    /**
     * Whether it is {@linkplain #takeCreated taken} when counting began.
     *
     * @return false if values may come without
     */
    public boolean takesCreated() {
        return takesCreated;
    }

    /**
     * Sets a value. It is in the batch once the batch {@linkplain #end has been ended} behind it.
     *
     * @param index from 0 to below {@link #CAPACITY}
     * @param value the value
     */
    public void value(int index, double value) {
        values[index] = value;
    }

    /**
     * Sets what is taken of a counter beside its value.
     *
     * @param index from 0 to below {@link #CAPACITY}
     * @param created when counting began, in milliseconds since the epoch, or {@link Metric#NO_TIMESTAMP}
     * @param exemplar the latest example of an increment, or null
     */
    public void extras(int index, long created, @Nullable Exemplar exemplar) {
        createdMillis[index] = created;
        exemplars[index] = exemplar;
    }

    /**
     * Ends a batch whose values are set.
     *
     * @param newSize how many they are, at most {@link #CAPACITY}
     */
    public void end(int newSize) {
        size = newSize;
    }

    /**
     * The type of all values: a {@linkplain MetricType#valueType value type}.
     *
     * @return the type
     */
    public MetricType type() {
        return type;
    }

    /**
     * The number of values.
     *
     * @return from 0 to {@link #CAPACITY}
     */
    public int size() {
        return size;
    }

    /**
     * One of the values.
     *
     * @param index from 0 to below {@link #size}
     * @return the value
     */
    public double value(int index) {
        return values[index];
    }

    /**
     * When counting began.
     *
     * @param index from 0 to below {@link #size}
     * @return milliseconds since the epoch, or {@link Metric#NO_TIMESTAMP}, as always if it is not taken
     */
    public long createdMillis(int index) {
        return takesCreated && type == MetricType.COUNTER ? createdMillis[index] : Metric.NO_TIMESTAMP;
    }

    /**
     * An example of an increment.
     *
     * @param index from 0 to below {@link #size}
     * @return the exemplar, or null, as always if none are taken
     */
    public @Nullable Exemplar exemplar(int index) {
        return takesExemplars && type == MetricType.COUNTER ? exemplars[index] : null;
    }
}

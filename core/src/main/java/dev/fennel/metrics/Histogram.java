package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.metrics.ExemplarSampler.Kept;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricVisitor;
import java.util.Objects;

/**
 * Counts observations in buckets, such as latencies or sizes, so that the server can compute quantiles for any group of
 * processes and any period of time.
 *
 * <pre>{@code
 * Histogram latency = Histogram.builder("request_duration_seconds", "Latency.").buckets(.01, .1, 1).register();
 * latency.observe(0.042);
 * }</pre>
 *
 * <p>Every reading is exact: count, sum and buckets are those of the same observations. NaN is counted in the last
 * bucket and makes the sum NaN.
 *
 * <p>Instead of buckets with given bounds, or in addition to them, a histogram may have
 * {@linkplain HistogramBuilder#nativeBuckets native} ones, which do not count NaN.
 */
public final class Histogram extends HistogramCells implements Observer {
    private final long createdMillis = System.currentTimeMillis();

    Histogram(HistogramSpec spec, String... labelValues) {
        super(spec, labelValues);
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
        if (spec.hasNatives()) {
            observeNatively(value);
            if (ExemplarSampler.inUse()) {
                sample(value, spec.bucketOf(value));
            }
        } else {
            int bucket = spec.bucketOf(value);
            count(value, bucket);
            if (ExemplarSampler.inUse()) {
                sample(value, bucket);
            }
        }
    }

    /**
     * A method of its own: where no histogram has native buckets, their class is not loaded, and no such call is
     * inlined.
     */
    @SuppressWarnings("NullAway") // there are natives
    private void observeNatively(double value) {
        spec.natives().observe(this, value);
    }

    /**
     * Observes a value and keeps it as the exemplar of its bucket, which OpenMetrics and protobuf expose.
     *
     * @param value what was observed
     * @param exemplarLabels labels that lead to an example, such as {@code trace_id}; of at most 128 characters
     *     together. If they are longer, the value is observed all the same, and this is logged once
     */
    @Override
    public void observeWithExemplar(double value, Labels exemplarLabels) {
        Objects.requireNonNull(exemplarLabels, "exemplarLabels");
        int bucket = spec.bucketOf(value);
        if (spec.hasNatives()) {
            observeNatively(value);
        } else {
            count(value, bucket);
        }
        Exemplar exemplar = ExemplarSampler.given(this, exemplarLabels, value);
        if (exemplar != null) {
            setExemplar(bucket, exemplar);
            keep(exemplar);
        }
    }

    /** Keeps what was just observed as the exemplar of its bucket, if one is wanted and there is a trace. */
    private void sample(double value, int bucket) {
        ExemplarSampler sampler = ExemplarSampler.orDefault(spec.sampler());
        if (sampler != null) {
            Kept kept = exemplar(bucket);
            if (ExemplarSampler.isWanted(kept)) {
                replace(sampler, bucket, kept, value);
            }
        }
    }

    private void replace(ExemplarSampler sampler, int bucket, @Nullable Kept kept, double value) {
        Kept next = sampler.next(kept, value);
        // If another thread was faster, its exemplar stays.
        if (next != null && replaceExemplar(bucket, kept, next) && next.exemplar != null) {
            keep(next.exemplar);
        }
    }

    private void keep(Exemplar exemplar) {
        NativeCells natives = spec.natives();
        if (natives != null) {
            natives.keep(this, exemplar);
        }
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
    String layout() {
        return spec.layout();
    }

    @Override
    public Desc desc() {
        return spec.desc();
    }

    @Override
    public void write(MetricVisitor visitor) {
        HistogramReading reading = spec.borrow();
        try {
            read(reading, visitor.isScrape());
            if (visitor.takesExemplars()) {
                renewExemplars();
            }
            visitor.histogram(reading);
        } finally {
            spec.giveBack(reading);
        }
    }

    private void read(HistogramReading reading, boolean mayReset) {
        NativeCells natives = spec.natives();
        if (natives == null) {
            // Before the cells, so that every exemplar in the reading is counted in it.
            readExemplars(reading);
            reading.start(createdMillis);
            readShared(first(), reading);
            readOwned(reading);
        } else {
            natives.read(this, reading, mayReset);
        }
        reading.finish();
    }
}

package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.util.function.Consumer;

/**
 * Reads the value of a custom collector's metric once, so that no user's code runs while families are encoded: an
 * encoder then sees a value that cannot fail, change or be of another type than its family.
 */
final class MetricCapture implements MetricVisitor {
    private final MetricType expected;

    /** Hands the value that was written last to a visitor; null if none was written. */
    private @Nullable Consumer<MetricVisitor> value;

    /** What is wrong with what was written, or null. */
    private @Nullable String fault;

    private MetricCapture(MetricType expected) {
        this.expected = expected;
    }

    /**
     * Whether a metric has to be captured. Instruments and const metrics run no user's code when they are written, and
     * are of their Desc's type for sure, so they are handed out as they are. That is more than a saving: a gather must
     * not write an instrument, as the values of a native histogram are reset after they were written.
     */
    static boolean isNeeded(Metric metric) {
        return metric instanceof WrappedMetric wrapped
                ? isNeeded(wrapped.inner())
                : !(metric instanceof ConstMetric || metric instanceof Captured || isInstrument(metric));
    }

    private static boolean isInstrument(Metric metric) {
        if (!(metric instanceof Collector collector)) {
            return false;
        }
        InstrumentCheck check = new InstrumentCheck(metric);
        collector.describe(check);
        return check.passed;
    }

    /**
     * Copies a metric with its present value.
     *
     * @return an immutable metric
     * @throws MetricFault if it writes no value, several, or one of another type than its Desc's
     * @throws RuntimeException or any error that the metric throws
     */
    static Metric capture(Series series) {
        MetricCapture capture = new MetricCapture(series.desc().type().valueType());
        series.metric().write(capture);
        MetricFault.throwIf(capture.fault);
        Consumer<MetricVisitor> value = capture.value;
        if (value == null) {
            throw new MetricFault("wrote no value, expected a " + capture.expected);
        }
        return new Captured(series.desc(), series.labels(), series.timestampMillis(), value);
    }

    /** True: it is not known yet who gets the value, and an instrument that the metric reads is to have new ones. */
    @Override
    public boolean takesExemplars() {
        return true;
    }

    @Override
    public void counter(double sum, long createdMillis, @Nullable Exemplar exemplar) {
        take(MetricType.COUNTER, visitor -> visitor.counter(sum, createdMillis, exemplar));
    }

    @Override
    public void gauge(double number) {
        take(MetricType.GAUGE, visitor -> visitor.gauge(number));
    }

    @Override
    public void untyped(double number) {
        take(MetricType.UNTYPED, visitor -> visitor.untyped(number));
    }

    @Override
    public void histogram(HistogramValue buckets) {
        HistogramValue copy = HistogramValue.copyOf(buckets);
        take(MetricType.HISTOGRAM, visitor -> visitor.histogram(copy));
    }

    @Override
    public void summary(SummaryValue quantiles) {
        SummaryValue copy = SummaryValue.copyOf(quantiles);
        take(MetricType.SUMMARY, visitor -> visitor.summary(copy));
    }

    /** Keeps a fault instead of throwing it, as the metric might catch what is thrown here. */
    private void take(MetricType type, Consumer<MetricVisitor> written) {
        if (type != expected) {
            fault = "wrote a " + type + ", expected a " + expected;
        } else if (value != null) {
            fault = "wrote more than one value, expected one " + expected;
        }
        value = written;
    }

    /** Finds out whether a metric is an instrument: only those offer themselves as a family when they are described. */
    private static final class InstrumentCheck implements Consumer<Desc>, FamilySink {
        private final Metric metric;
        private boolean passed;

        InstrumentCheck(Metric metric) {
            this.metric = metric;
        }

        @Override
        public void accept(Desc desc) {
            // Only offers count.
        }

        @Override
        public void offer(Collector offering, FamilySource source) {
            passed |= offering == metric;
        }

        /** Makes no family, which would be dropped again. */
        @Override
        public <M extends Metric & Collector> void offer(M offering) {
            passed |= offering == metric;
        }
    }

    /**
     * A metric of a user's own, as it was when it was gathered. Immutable.
     *
     * @param desc its Desc
     * @param labels its labels
     * @param timestampMillis its timestamp, or {@link Metric#NO_TIMESTAMP}
     * @param value hands the value to a visitor
     */
    private record Captured(Desc desc, Labels labels, long timestampMillis, Consumer<MetricVisitor> value)
            implements Metric {
        @Override
        public void write(MetricVisitor visitor) {
            value.accept(visitor);
        }
    }
}

package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.NumberRun;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NumberBatch;
import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A metric under a longer name or with more labels. Its value, and whatever it throws, is that of the metric within.
 *
 * <p>If the metric returns null for its Desc or labels, so does this, and the registry reports the fault.
 */
final class WrappedMetric implements Metric {
    private final Metric inner;
    private final Wrapping wrapping;

    /** The wrapped Desc where many metrics share it, or null to wrap that of the metric when it is asked for. */
    private final @Nullable Desc desc;

    WrappedMetric(Metric inner, Wrapping wrapping, @Nullable Desc desc) {
        this.inner = inner;
        this.wrapping = wrapping;
        this.desc = desc;
    }

    Metric inner() {
        return inner;
    }

    @Override
    @SuppressWarnings("NullAway") // a user's metric may return null, which the registry reports
    public Desc desc() {
        if (desc != null) {
            return desc;
        }
        Desc plain = inner.desc();
        return plain == null ? null : wrapping.wrap(plain);
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    public Labels labels() {
        Labels plain = inner.labels();
        return plain == null ? null : wrapping.wrap(plain, inner.desc());
    }

    @Override
    public void write(MetricVisitor visitor) {
        inner.write(visitor);
    }

    @Override
    public long timestampMillis() {
        return inner.timestampMillis();
    }

    /**
     * The family of a trusted collector, wrapped: once for each family object that comes from within, so that a gather
     * in which nothing has changed allocates nothing here either.
     *
     * <p>The order of the series stays, since all of them have the same label names and are given the same additional
     * labels. All of them share the Desc that is wrapped already.
     */
    static final class Family implements FamilySource {
        private final FamilySource inner;
        private final Wrapping wrapping;

        /** The last family, or null; replaced by compare-and-set, so that all threads agree on one object for each. */
        private final AtomicReference<Pair> last = new AtomicReference<>();

        /**
         * One family before and after it was wrapped.
         *
         * @param plain what came from within
         * @param wrapped what this source returns for it
         */
        private record Pair(MetricFamily plain, MetricFamily wrapped) {}

        Family(FamilySource inner, Wrapping wrapping) {
            this.inner = inner;
            this.wrapping = wrapping;
        }

        @Override
        public MetricFamily family() {
            while (true) {
                Pair known = last.get();
                MetricFamily now = inner.family();
                if (known != null && known.plain() == now) {
                    return known.wrapped();
                }
                Pair made = new Pair(now, wrap(now, wrapping));
                if (last.compareAndSet(known, made)) {
                    return made.wrapped();
                }
            }
        }

        /** Wraps a family whose metrics all have the same label names, so that their order stays. */
        static MetricFamily wrap(MetricFamily family, Wrapping wrapping) {
            Metric[] metrics = new Metric[family.metrics().size()];
            int n = 0;
            Desc plain = null;
            Desc wrapped = null;
            for (Metric metric : family.metrics()) {
                if (metric.desc() != plain) {
                    plain = metric.desc();
                    wrapped = wrapping.wrap(plain);
                }
                metrics[n++] = new WrappedMetric(metric, wrapping, wrapped);
            }
            return new MetricFamily(
                    family.type(),
                    wrapping.prefix() + family.name(),
                    family.help(),
                    family.unit(),
                    new WrappedRun(metrics, family));
        }

        /** The wrapped metrics of a family; their numbers are read from that family. */
        private static final class WrappedRun extends AbstractList<Metric>
                implements RandomAccess, NumberRun<NumberBatch> {
            private final Metric[] metrics;
            private final MetricFamily plain;

            WrappedRun(Metric[] metrics, MetricFamily plain) {
                this.metrics = metrics;
                this.plain = plain;
            }

            @Override
            public Metric get(int index) {
                return metrics[index];
            }

            @Override
            public int size() {
                return metrics.length;
            }

            @Override
            public void read(int from, NumberBatch into) {
                plain.readNumbers(from, into);
            }
        }
    }
}

package dev.fennel.registry;

import dev.fennel.internal.FamilySource;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The family of a trusted collector, wrapped: once for each family object that comes from within, so that a gather in
 * which nothing has changed allocates nothing here either.
 *
 * <p>The order of the series stays, since all of them have the same label names and get the same labels more. All of
 * them share the Desc that is wrapped already.
 */
final class WrappedFamilySource implements FamilySource {
    private final FamilySource inner;
    private final Wrapping wrapping;

    /** The last family, or null; replaced by compare-and-set, so that all threads agree on one object for each. */
    private final AtomicReference<Wrapped> last = new AtomicReference<>();

    WrappedFamilySource(FamilySource inner, Wrapping wrapping) {
        this.inner = inner;
        this.wrapping = wrapping;
    }

    @Override
    public MetricFamily family() {
        while (true) {
            Wrapped known = last.get();
            MetricFamily now = inner.family();
            if (known != null && known.inner() == now) {
                return known.outer();
            }
            Wrapped wrapped = new Wrapped(now, wrap(now));
            if (last.compareAndSet(known, wrapped)) {
                return wrapped.outer();
            }
        }
    }

    private MetricFamily wrap(MetricFamily family) {
        List<Metric> metrics = new ArrayList<>(family.metrics().size());
        Desc plain = null;
        Desc desc = null;
        for (Metric metric : family.metrics()) {
            if (metric.desc() != plain) {
                plain = metric.desc();
                desc = wrapping.wrap(plain);
            }
            metrics.add(new WrappedMetric.Consistent(metric, wrapping, desc));
        }
        return new MetricFamily(
                family.type(), wrapping.prefix() + family.name(), family.help(), family.unit(), metrics);
    }

    /**
     * One family before and after.
     *
     * @param inner what came from within
     * @param outer what became of it
     */
    private record Wrapped(MetricFamily inner, MetricFamily outer) {}
}

package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * Gathers less than another gatherer does. What was made of a family is kept until the next gather, and is the same
 * object for the same family then, so that encoders know it again.
 */
final class FilteredGatherer implements Gatherer {
    private final Gatherer source;

    /** Returns a family, a part of it, or one without metrics to leave it out; runs a user's code. */
    private final Function<MetricFamily, MetricFamily> filter;

    /** What the last gather made of each family. Gathers race to write it, which is harmless. */
    private volatile IdentityHashMap<MetricFamily, MetricFamily> known = new IdentityHashMap<>();

    FilteredGatherer(Gatherer source, Function<MetricFamily, MetricFamily> filter) {
        this.source = source;
        this.filter = filter;
    }

    /** A family with some of its metrics, which is the same if it is all of them. */
    static MetricFamily part(MetricFamily family, List<Metric> kept) {
        return kept.size() == family.metrics().size()
                ? family
                : new MetricFamily(family.type(), family.name(), family.help(), family.unit(), kept);
    }

    @Override
    public GatherResult gather() {
        return gather(Registry.TIME_LIMIT);
    }

    @Override
    public GatherResult gather(Duration timeLimit) {
        GatherResult all = GatherResult.of(source, timeLimit);
        try {
            return filtered(all);
        } catch (Throwable thrown) {
            all.done();
            throw thrown;
        }
    }

    private GatherResult filtered(GatherResult all) {
        IdentityHashMap<MetricFamily, MetricFamily> last = known;
        IdentityHashMap<MetricFamily, MetricFamily> now = new IdentityHashMap<>();
        List<MetricFamily> families = new ArrayList<>();
        List<GatherError> errors = new ArrayList<>(all.errors());
        for (MetricFamily family : all.families()) {
            MetricFamily kept = last.get(family);
            if (kept == null) {
                kept = filtered(family, errors);
            }
            if (kept != null) {
                now.put(family, kept);
                if (!kept.metrics().isEmpty()) {
                    families.add(kept);
                }
            }
        }
        known = now;
        return new GatherResult(families, errors, all.whenDone());
    }

    /** Null, and an error, if the filter failed. */
    private @Nullable MetricFamily filtered(MetricFamily family, List<GatherError> errors) {
        try {
            return filter.apply(family);
        } catch (Throwable thrown) {
            errors.add(GatherError.of(family.quoted(), thrown));
            return null;
        }
    }
}

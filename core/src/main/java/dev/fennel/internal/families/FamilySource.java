package dev.fennel.internal.families;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.List;

/**
 * A family of the library's own instruments, kept sorted and consistent by construction.
 *
 * <p>A registry takes it instead of collecting, and checks nothing again. The same object comes back for as long as no
 * series was born or died, so that what depends on the order alone (merged lists, encoded label blocks) can be kept
 * from scrape to scrape. Used by several threads at once.
 */
@FunctionalInterface
public interface FamilySource {
    /**
     * The metrics as they are now.
     *
     * @return the family, with its series sorted, perhaps with none
     */
    MetricFamily family();

    /**
     * The source of a single metric, which is all of its family.
     *
     * @param metric the metric
     * @return always returns the same family
     */
    static FamilySource of(Metric metric) {
        MetricFamily family = new MetricFamily(metric.desc(), List.of(metric));
        return new FamilySource() {
            @Override
            public MetricFamily family() {
                return family;
            }
        };
    }
}

package dev.fennel.internal;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.List;

/**
 * A collector of the library's own whose metrics are one family, kept sorted and consistent by construction, and
 * perhaps some companions.
 *
 * <p>The registry takes {@link #family} instead of collecting, and checks nothing again. The same object comes back for
 * as long as no series was born or died, so that what depends on the order alone (merged lists, encoded label blocks)
 * can be kept from scrape to scrape.
 */
public interface FamilySource {
    /**
     * The metrics as they are now.
     *
     * @return the family, with its series sorted, perhaps with none
     */
    MetricFamily family();

    /**
     * Metrics about the collector itself, each described by it, consistent by construction, and a family of its own.
     *
     * @return always the same ones, usually none
     */
    default List<? extends Metric> companions() {
        return List.of();
    }
}

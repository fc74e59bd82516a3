package dev.fennel.benchmarks;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Makes the series of one library, for {@link RetainedHeap}. Has a public constructor without parameters. */
public interface SeriesMaker {
    /**
     * The kinds that the library has.
     *
     * @return by default, all
     */
    default Set<SeriesKind> kinds() {
        return EnumSet.allOf(SeriesKind.class);
    }

    /**
     * How many series to make: many, as what they share is divided among them.
     *
     * @param kind a kind that the library has
     * @return by default, 100,000; fewer if these do not fit into 2 GB
     */
    default int count(SeriesKind kind) {
        return 100_000;
    }

    /**
     * Makes series with the labels {@link ScrapeLoad#LABEL_NAMES}, and observes each once.
     *
     * @param kind a kind that the library has
     * @param labelValues the label values of each series
     * @return what keeps them
     */
    Object make(SeriesKind kind, List<String[]> labelValues);
}

package dev.fennel.benchmarks;

import java.util.List;

/** Makes the series of one library, for {@link RetainedHeap}. Has a public constructor without parameters. */
public interface SeriesMaker {
    /**
     * Makes series with the labels {@link ScrapeLoad#LABEL_NAMES}, and observes each once.
     *
     * @param kind the kind of series
     * @param labelValues the label values of each series
     * @return what keeps them
     */
    Object make(SeriesKind kind, List<String[]> labelValues);
}

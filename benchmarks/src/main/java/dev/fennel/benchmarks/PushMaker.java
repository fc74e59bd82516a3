package dev.fennel.benchmarks;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;

/** Makes the counters of one library, and what pushes them, for {@link PushLoad}. It has a public constructor. */
@FunctionalInterface
public interface PushMaker {
    /**
     * Makes counters with the labels {@link ScrapeLoad#LABEL_NAMES}, each with a value of its own.
     *
     * @param receiver where to push
     * @param gzip whether to compress what is pushed, where there is a choice
     * @param labelValues the label values of each counter
     * @return pushes all counters, and waits for the answer
     */
    Callable<?> make(URI receiver, boolean gzip, List<String[]> labelValues);
}

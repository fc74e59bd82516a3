package dev.fennel.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What is measured. The answers come from the benchmark methods of a class, and from those of the class of the same
 * name among the peers.
 */
enum Question {
    /** See {@link CounterIncrement}. */
    COUNTER_INCREMENT("counter inc, bound", CounterIncrement.class, List.of(1, 2)),
    /** See {@link LookupByConstants}. */
    LOOKUP_BY_CONSTANTS("2 label values (constants) + inc", LookupByConstants.class, List.of(1, 2)),
    /** See {@link LookupByEqualStrings}. */
    LOOKUP_BY_EQUAL_STRINGS("2 label values (equal strings) + inc", LookupByEqualStrings.class, List.of(1, 2)),
    /** See {@link LookupByLabelCount}. */
    LOOKUP_BY_LABEL_COUNT("label values (constants) + inc", LookupByLabelCount.class, List.of(1)),
    /** See {@link GaugeSet}. */
    GAUGE_SET("gauge set", GaugeSet.class, List.of(1, 2)),
    /** See {@link HistogramObserve}. */
    HISTOGRAM_OBSERVE("histogram observe, 11 buckets", HistogramObserve.class, List.of(1, 2)),
    /** See {@link HistogramBounds}. */
    HISTOGRAM_BOUNDS("histogram observe without peers", HistogramBounds.class, List.of(1)),
    /** See {@link NativeHistogramObserve}. */
    NATIVE_HISTOGRAM_OBSERVE("native histogram observe", NativeHistogramObserve.class, List.of(1, 2)),
    /** See {@link ObserveWithExemplars}. */
    OBSERVE_WITH_EXEMPLARS("histogram observe with exemplars", ObserveWithExemplars.class, List.of(1, 2)),
    /** See {@link SummaryObserve}. */
    SUMMARY_OBSERVE("summary observe, 3 objectives", SummaryObserve.class, List.of(1, 2)),
    /** See {@link TextScrape}. */
    TEXT_SCRAPE("text scrape", TextScrape.class, List.of(1)),
    /** See {@link OpenMetricsScrape}. */
    OPENMETRICS_SCRAPE("OpenMetrics scrape", OpenMetricsScrape.class, List.of(1)),
    /** See {@link ProtobufScrape}. */
    PROTOBUF_SCRAPE("protobuf scrape", ProtobufScrape.class, List.of(1)),
    /** See {@link GzipScrape}. */
    GZIP_SCRAPE("gzip scrape", GzipScrape.class, List.of(1)),
    /** See {@link ScrapeGrowth}. */
    SCRAPE_GROWTH("scrape without peers", ScrapeGrowth.class, List.of(1));

    private final String title;
    private final Class<?> benchmarks;
    private final List<Integer> threadCounts;

    Question(String title, Class<?> benchmarks, List<Integer> threadCounts) {
        this.title = title;
        this.benchmarks = benchmarks;
        this.threadCounts = threadCounts;
    }

    /**
     * The name of the operation in the table.
     *
     * @return a few words
     */
    String title() {
        return title;
    }

    /**
     * The numbers of threads for which the answer is of interest.
     *
     * @return numbers of threads
     */
    List<Integer> threadCounts() {
        return threadCounts;
    }

    /** The pattern by which JMH includes the class of this question, here and among the peers. */
    String includePattern() {
        return "^dev\\.fennel\\.benchmarks\\.(peers\\.)?" + benchmarks.getSimpleName() + "\\.";
    }

    /** Whether the name of the class or the title contains a word, in upper or lower case. */
    boolean mentions(String word) {
        String text = benchmarks.getSimpleName() + ' ' + title;
        return text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }
}

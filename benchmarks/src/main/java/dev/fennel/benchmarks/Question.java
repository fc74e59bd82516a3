package dev.fennel.benchmarks;

import dev.fennel.benchmarks.answers.Comparison;
import dev.fennel.benchmarks.answers.Effort;
import dev.fennel.benchmarks.answers.Interview;
import dev.fennel.benchmarks.answers.Measurement;
import java.util.List;
import java.util.Locale;

/**
 * What is measured, in the order of the table. A question is a line here and a class: one with benchmark methods for
 * JMH, which may have one of the same name among the peers, or a {@link Measurement}.
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
    /** See {@link GaugeAdd}. */
    GAUGE_ADD("gauge add", GaugeAdd.class, List.of(1, 2)),
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
    /** See {@link ObserveWhileScraped}. */
    OBSERVE_WHILE_SCRAPED("histogram observe while scraped", ObserveWhileScraped.class, List.of(1), 0.99, 0.999),
    /** See {@link HistogramRead}. */
    HISTOGRAM_READ("histogram read among 64 observers", HistogramRead.class, List.of(1), 0.5, 0.99),
    /** See {@link NativeHistogramRead}. */
    NATIVE_HISTOGRAM_READ("native histogram read among 64 observers", NativeHistogramRead.class, List.of(1), 0.5, 0.99),
    /** See {@link SummaryRead}. */
    SUMMARY_READ("summary read among 64 observers", SummaryRead.class, List.of(1), 0.5, 0.99),
    /** See {@link ExecutorTask}. */
    EXECUTOR_TASK("task of an executor, measured", ExecutorTask.class, List.of(1, 2)),
    /** See {@link BirthAndDeath}. */
    BIRTH_AND_DEATH("series born, raised and removed", BirthAndDeath.class, List.of(1, 2)),
    /** See {@link RequestMeasuring}. */
    REQUEST_MEASURING("request measured by method, route and code", RequestMeasuring.class, List.of(1, 2)),
    /** See {@link HandlerMeasuring}. */
    HANDLER_MEASURING("handler of the JDK's server measured", HandlerMeasuring.class, List.of(1)),
    /** See {@link TextScrape}. */
    TEXT_SCRAPE("text scrape", TextScrape.class, List.of(1)),
    /** See {@link OpenMetricsScrape}. */
    OPENMETRICS_SCRAPE("OpenMetrics scrape", OpenMetricsScrape.class, List.of(1)),
    /** See {@link ProtobufScrape}. */
    PROTOBUF_SCRAPE("protobuf scrape", ProtobufScrape.class, List.of(1)),
    /** See {@link GzipScrape}. */
    GZIP_SCRAPE("gzip scrape", GzipScrape.class, List.of(1)),
    /** See {@link ScrapeGrowth}. */
    SCRAPE_GROWTH("scrape without peers", ScrapeGrowth.class, List.of(1)),
    /** See {@link HttpLoad}. */
    HTTP_LOAD("request over HTTP", new HttpLoad()),
    /** See {@link PushLoad}. */
    PUSH_LOAD("push of 100000 series", new PushLoad()),
    /** See {@link RetainedHeap}. */
    RETAINED_HEAP("retained heap per series", new RetainedHeap()),
    /** See {@link StartUp}. */
    START_UP("fresh JVM to the first scrape", new StartUp()),
    /** See {@link JarSize}. */
    JAR_SIZE("size of all jars", new JarSize());

    private final String title;
    private final String className;
    private final Measurement measurement;

    /**
     * A question that JMH answers.
     *
     * @param title what is measured, in a few words
     * @param benchmarks the class with our benchmark method, whose documentation says more
     * @param threadCounts the numbers of threads for which the answer is of interest
     * @param quantiles the quantiles of the time that are of interest, from 0 to 1; if there are none, its mean
     */
    Question(String title, Class<?> benchmarks, List<Integer> threadCounts, Double... quantiles) {
        this.title = title;
        this.className = benchmarks.getSimpleName();
        this.measurement = new Interview(benchmarks, threadCounts, List.of(quantiles));
    }

    /**
     * A question that a program of its own answers.
     *
     * @param title what is measured, in a few words
     * @param measurement the program
     */
    Question(String title, Measurement measurement) {
        this.title = title;
        this.className = measurement.getClass().getSimpleName();
        this.measurement = measurement;
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
     * A word that chooses this question.
     *
     * @return the name of its class
     */
    String className() {
        return className;
    }

    /**
     * Measures all libraries.
     *
     * @param effort how long to measure
     * @return a comparison for each number of threads and each combination of parameters
     * @throws Exception if a benchmark fails
     */
    List<Comparison> ask(Effort effort) throws Exception {
        return measurement.measure(title, effort);
    }

    /** Whether the name of the class or the title contains a word, in upper or lower case. */
    boolean mentions(String word) {
        String text = className + ' ' + title;
        return text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }
}

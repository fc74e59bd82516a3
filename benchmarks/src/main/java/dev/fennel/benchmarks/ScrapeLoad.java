package dev.fennel.benchmarks;

import java.util.List;
import java.util.Random;

/**
 * The series that the scrape benchmarks expose, the same for every library. Half of the lines are counters with whole
 * numbers, a quarter are gauges with thousandths, and a quarter belong to histograms whose sums have all the digits of
 * a double. Every series has three labels.
 */
public final class ScrapeLoad {
    /** The names of the labels. */
    public static final List<String> LABEL_NAMES = List.of("method", "code", "handler");

    /** The help of every family. */
    public static final String HELP = "A family of the scrape benchmark.";

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH");
    private static final List<String> CODES = List.of("200", "301", "400", "404", "500");
    private static final int FAMILIES = 5;
    private static final int MAX_COUNT = 10_000_000;

    /** The lines of a histogram: eleven buckets and the one for +Inf, count and sum. */
    private static final int LINES_OF_HISTOGRAM = 14;

    private static final int OBSERVATIONS_OF_HISTOGRAM = 100;

    private ScrapeLoad() {}

    /** A library that exposes the load. */
    public interface Target {
        /**
         * Makes a counter and raises it.
         *
         * @param family which of the counter families, from 0
         * @param labelValues three label values
         * @param value a whole number
         */
        void counter(int family, String[] labelValues, double value);

        /**
         * Makes a gauge and sets it.
         *
         * @param family which of the gauge families, from 0
         * @param labelValues three label values
         * @param value the value
         */
        void gauge(int family, String[] labelValues, double value);

        /**
         * Makes a histogram with the default buckets and observes values.
         *
         * @param labelValues three label values
         * @param observations the values
         */
        void histogram(String[] labelValues, double[] observations);
    }

    /**
     * Makes the load.
     *
     * @param lines the approximate number of lines of text, without comments
     * @param target the library that gets the load
     */
    public static void fill(int lines, Target target) {
        Random random = new Random(42);
        int counters = lines / 2;
        for (int i = 0; i < counters; i++) {
            target.counter(i % FAMILIES, labelValues(i / FAMILIES), random.nextInt(MAX_COUNT));
        }
        int gauges = lines / 4;
        for (int i = 0; i < gauges; i++) {
            target.gauge(i % FAMILIES, labelValues(i / FAMILIES), random.nextInt(MAX_COUNT) / 1000.0);
        }
        double[] observations = Observations.first(OBSERVATIONS_OF_HISTOGRAM);
        int histograms = (lines - counters - gauges) / LINES_OF_HISTOGRAM;
        for (int i = 0; i < histograms; i++) {
            target.histogram(labelValues(i), observations);
        }
    }

    private static String[] labelValues(int series) {
        int method = series % METHODS.size();
        int code = series / METHODS.size() % CODES.size();
        int handler = series / (METHODS.size() * CODES.size());
        return new String[] {METHODS.get(method), CODES.get(code), "/api/v1/resources/" + handler};
    }
}
